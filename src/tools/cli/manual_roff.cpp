// SPDX-License-Identifier: Apache-2.0
// Man pages: roff with the macros of man(7).
#include <array>
#include <cstdint>
#include <cstdio>

#include "tools/cli/manual.hpp"

namespace veinline::tools::cli {

namespace {

/// The code point that begins at `at`, which moves behind it. Our texts are UTF-8.
std::uint32_t code_point(const std::string& text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at++]);
  if (first < 0x80) return first;
  const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  std::uint32_t point = first & (0x3Fu >> more);
  for (int i = 0; i < more && at < text.size(); ++i) {
    point = point << 6 | (static_cast<unsigned char>(text[at++]) & 0x3Fu);
  }
  return point;
}

/// Text that roff prints as it is, in every locale.
std::string plain(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const bool begins_line = at == 0 || text[at - 1] == '\n';
    const char c = text[at];
    if (begins_line && (c == '.' || c == '\'')) out += "\\&";
    const std::uint32_t point = code_point(text, at);
    if (point == '\\') {
      out += "\\e";
    } else if (point == 0x2026) {  // an ellipsis, which a terminal of seven bits has not
      out += "...";
    } else if (point == '-') {
      out += "\\-";
    } else if (point == '\'') {
      out += "\\(aq";
    } else if (point == '`') {
      out += "\\(ga";
    } else if (point == '^') {
      out += "\\(ha";
    } else if (point == '~') {
      out += "\\(ti";
    } else if (point < 0x80) {
      out += static_cast<char>(point);
    } else {
      std::array<char, 16> escape{};
      std::snprintf(escape.data(), escape.size(), "\\[u%04X]", static_cast<unsigned>(point));
      out += escape.data();
    }
  }
  return out;
}

std::string bold(const std::string& text) {
  return "\\fB" + plain(text) + "\\fR";
}

std::string item_text(const ManualItem& item) {
  std::string out = ".TP\n";
  for (std::size_t i = 0; i < item.names.size(); ++i) {
    out += (i == 0 ? "" : ", ") + bold(item.names[i]);
  }
  if (!item.value.empty() && item.names.front().starts_with("-")) {
    out += " \\fI" + plain(item.value) + "\\fR";
  }
  out += "\n" + plain(sentence_of(item.help)) + "\n";
  if (!item.choices.empty()) {
    out += "One of";
    for (std::size_t i = 0; i < item.choices.size(); ++i) {
      out += (i == 0 ? " " : ", ") + bold(item.choices[i]);
    }
    out += ".\n";
  }
  if (item.is_required) out += "Needed.\n";
  return out;
}

std::string body(const std::string& program, const ManualVerb& verb) {
  std::string out;
  for (const ManualItem& argument : verb.arguments) out += item_text(argument);
  for (const ManualItem& flag : verb.flags) {
    if (flag.names.back() != "--help" || verb.name == program) out += item_text(flag);
  }
  return out;
}

std::string as_it_stands(const std::string& lines) {
  return lines.empty() ? "" : ".PP\n.nf\n" + plain(lines) + "\n.fi\n";
}

std::string verb_section(const std::string& program, const ManualVerb& verb) {
  if (!verb.verbs.empty()) {
    std::string out;
    for (const ManualVerb& one : verb.verbs) out += verb_section(program, one);
    return out;
  }
  return ".SS " + plain(program + " " + verb.name) + "\n" + plain(sentence_of(verb.help)) +
         "\n.PP\n" + bold(usage_of(program, verb)) + "\n" + body(program, verb) +
         as_it_stands(verb.footer);
}

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

constexpr const char* what_veinline_is =
    "Keeps, for every treatment, whose cells they are, who had them and what they lived through.\n"
    "Every fact is a leaf of a signed Merkle log; nothing is updated, nothing is deleted.\n"
    ".PP\n"
    "A verb that asks a node takes \\fB\\-\\-data\\fR for a folder that is not being served, or\n"
    "\\fB\\-\\-server\\fR and \\fB\\-\\-token\\-file\\fR for one that is.\n";
constexpr const char* about_veinline =
    ".SH FILES\n"
    ".TP\n\\fI/etc/veinline/veinline.toml\\fR\n"
    "Settings of the server that the Debian package starts.\n"
    ".TP\n\\fI/var/lib/veinline\\fR\n"
    "Its data folder.\n"
    ".SH ENVIRONMENT\n"
    ".TP\n\\fBVEINLINE_\\fR\\fISETTING\\fR\n"
    "A setting, over that of the file; \\fBveinline config show\\fR prints them all.\n"
    ".TP\n\\fBLC_ALL\\fR, \\fBLC_MESSAGES\\fR, \\fBLANG\\fR\n"
    "The language of answers where \\fB\\-\\-language\\fR is left out: English or Chinese.\n"
    ".SH SEE ALSO\n\\fBveinline\\-verify\\fR(1)\n";
constexpr const char* about_verify = ".SH SEE ALSO\n\\fBveinline\\fR(1)\n";

}  // namespace

std::string man_page(const ManualVerb& program) {
  const std::string does = program.help.substr(program.help.find(": ") + 2);
  std::string out =
      ".\\\" SPDX-License-Identifier: Apache-2.0\n"
      ".\\\" Made from the description of the command line; do not edit.\n"
      ".TH " +
      plain(upper(program.name)) + " 1 \"\" \"Veinline\" \"User Commands\"\n.SH NAME\n" +
      plain(program.name) + " \\- " + plain(does) + "\n.SH SYNOPSIS\n" +
      bold(usage_of(program.name, program)) + "\n.SH DESCRIPTION\n" +
      (program.verbs.empty() ? plain(sentence_of(does)) + "\n" : what_veinline_is) +
      ".SH OPTIONS\n" + body(program.name, program) + as_it_stands(program.footer);
  if (program.verbs.empty()) return out + about_verify;
  out += ".SH VERBS\n";
  for (const ManualVerb& verb : program.verbs) out += verb_section(program.name, verb);
  return out + about_veinline;
}

}  // namespace veinline::tools::cli
