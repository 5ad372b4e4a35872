// SPDX-License-Identifier: Apache-2.0
// Completion in bash: tables of verbs, flags and values from the description and the catalogue,
// and one function that looks into them. Where no table knows more, bash completes files.
#include <algorithm>
#include <map>

#include "tools/cli/manual.hpp"

namespace veinline::tools::cli {

namespace {

std::string words(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& word : list) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::vector<std::string> names_of(const std::vector<ManualItem>& flags, bool only_switches) {
  std::vector<std::string> names;
  for (const ManualItem& flag : flags) {
    if (!only_switches || flag.value.empty()) names.push_back(flag.names.back());
  }
  return names;
}

/// The key of a verb in the tables: "veinline user add".
std::string key_of(const std::string& program, const ManualVerb& verb) {
  return verb.name == program ? program : program + " " + verb.name;
}

void tell_verb(std::string& out, const std::string& program, const ManualVerb& verb) {
  std::vector<std::string> below;
  for (const ManualVerb& one : verb.verbs)
    below.push_back(one.name.substr(one.name.rfind(' ') + 1));
  out += "    '" + key_of(program, verb) + "')\n      verbs='" + words(below) + "'\n      flags='" +
         words(names_of(verb.flags, false)) + "'\n      switches='" +
         words(names_of(verb.flags, true)) + "'\n      ;;\n";
  for (const ManualVerb& one : verb.verbs) tell_verb(out, program, one);
}

/// Values by where they are said ("veinline label --form", "veinline show 1"); places with the same
/// values share a line.
using Values = std::map<std::string, std::vector<std::string>>;

void gather_values(Values& values, const std::string& program, const ManualVerb& verb) {
  const std::string key = key_of(program, verb);
  for (const ManualItem& flag : verb.flags) {
    if (!flag.choices.empty()) values[words(flag.choices)].push_back(key + " " + flag.names.back());
  }
  for (std::size_t i = 0; i < verb.arguments.size(); ++i) {
    const std::string at = key + " " + std::to_string(i + 1);
    if (!verb.arguments[i].choices.empty()) values[words(verb.arguments[i].choices)].push_back(at);
  }
  for (const ManualVerb& one : verb.verbs) gather_values(values, program, one);
}

std::string values_table(const Values& values) {
  std::string out;
  for (const auto& [list, places] : values) {
    std::string pattern;
    for (const std::string& place : places) {
      pattern += (pattern.empty() ? "    '" : " | \\\n      '") + place + "'";
    }
    out += pattern + ") values='" + list + "' ;;\n";
  }
  return out;
}

/// The flags of `do`: of a field with such a name the flag is meant, and the field is said by name.
std::vector<std::string> flags_of_do(const ManualVerb& veinline) {
  for (const ManualVerb& verb : veinline.verbs) {
    if (verb.name == "do") return names_of(verb.flags, false);
  }
  return {};
}

bool is_in(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// Fields of each command that are said as a flag.
std::string fields_table(const journey::Catalogue& catalogue,
                         const std::vector<std::string>& flags) {
  std::string out;
  for (const journey::CommandType& type : catalogue.commands()) {
    std::vector<std::string> fields;
    for (const journey::Field& field : type.fields) {
      if (!is_in(flags, "--" + field.name)) fields.push_back("--" + field.name);
    }
    out += "    " + type.name + ") fields='" + words(fields) + "' ;;\n";
  }
  return out;
}

void gather_choices(Values& values, const journey::Catalogue& catalogue,
                    const std::vector<std::string>& flags) {
  for (const journey::CommandType& type : catalogue.commands()) {
    if (!type.signs.empty()) values[type.signs].push_back(type.name + " --sign");
    for (const journey::Field& field : type.fields) {
      if (field.choices.empty() || is_in(flags, "--" + field.name)) continue;
      values[words(field.choices)].push_back(type.name + " --" + field.name);
    }
  }
}

constexpr const char* begin = R"bash(# SPDX-License-Identifier: Apache-2.0
# Completion of veinline and veinline-verify in bash. Made by `veinline completion bash`; do not edit.
# shellcheck shell=bash

# _veinline_verb VERB: what may follow it, in verbs, flags, and of the flags those that take no value in switches.
_veinline_verb() {
  case "$1" in
)bash";

constexpr const char* middle = R"bash(  esac
}

# _veinline_fields STAGE/VERB: the fields of a command, in fields.
_veinline_fields() {
  fields=''
  case "$1" in
)bash";

constexpr const char* end = R"bash(  esac
}

# _veinline: walks over the words to know the verb, then looks up what the word at the cursor may be.
_veinline() {
  local verbs flags switches fields='' values=''
  local cur="${COMP_WORDS[COMP_CWORD]}" verb="${COMP_WORDS[0]##*/}" command='' flag='' word
  local -i at places=0
  COMPREPLY=()
  _veinline_verb "$verb"
  for ((at = 1; at < COMP_CWORD; ++at)); do
    word="${COMP_WORDS[at]}"
    if [[ "$word" == '=' ]]; then
      continue
    elif [[ -n "$flag" ]]; then
      flag=''
    elif [[ "$word" == -?* ]]; then
      if [[ " $switches " != *" $word "* ]]; then flag="$word"; fi
    elif [[ " $verbs " == *" $word "* ]]; then
      verb+=" $word"
      _veinline_verb "$verb"
    else
      places+=1
      if [[ "$verb" == 'veinline do' && "$places" == 1 ]]; then
        command="$word"
        _veinline_fields "$command"
      fi
    fi
  done
  if [[ "$cur" == '=' ]]; then cur=''; fi
  if [[ -n "$flag" ]]; then
    if [[ -n "$command" ]]; then _veinline_values "$command $flag"; fi
    if [[ -z "$values" ]]; then _veinline_values "$verb $flag"; fi
  elif [[ "$cur" == -* ]]; then
    values="$fields $flags"
  elif [[ -n "$verbs" ]]; then
    values="$verbs"
  else
    _veinline_values "$verb $((places + 1))"
  fi
  mapfile -t COMPREPLY < <(compgen -W "$values" -- "$cur")
}

complete -o bashdefault -o default -F _veinline veinline veinline-verify
)bash";

}  // namespace

std::string bash_completion(const ManualVerb& veinline, const ManualVerb& verify,
                            const journey::Catalogue& catalogue) {
  std::string out = begin;
  tell_verb(out, veinline.name, veinline);
  tell_verb(out, verify.name, verify);
  Values values;
  gather_values(values, veinline.name, veinline);
  gather_values(values, verify.name, verify);
  const std::vector<std::string> flags = flags_of_do(veinline);
  gather_choices(values, catalogue, flags);
  std::vector<std::string> commands;
  for (const journey::CommandType& type : catalogue.commands()) commands.push_back(type.name);
  values[words(commands)] = {"veinline do 1", "veinline describe 1"};
  std::vector<std::string> verbs;
  for (const ManualVerb& verb : veinline.verbs) verbs.push_back(verb.name);
  values[words(verbs)] = {"veinline help 1"};
  out += middle + fields_table(catalogue, flags);
  out +=
      "  esac\n}\n\n# _veinline_values PLACE: what may be said after a flag or as an argument, in "
      "values.\n_veinline_values() {\n  values=''\n  case \"$1\" in\n";
  return out + values_table(values) + end;
}

}  // namespace veinline::tools::cli
