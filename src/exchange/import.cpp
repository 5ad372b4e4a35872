// SPDX-License-Identifier: Apache-2.0
#include "exchange/import.hpp"

#include <functional>
#include <variant>

#include "exchange/json.hpp"
#include "kernel/id.hpp"
#include "kernel/limits.hpp"

namespace veinline::exchange {

using journey::Field;
using journey::FieldType;
using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

using Step = std::variant<std::string, std::size_t>;
using Path = std::vector<Step>;

/// A "$name" that stands where a new thing gets its id.
struct NewName {
  std::string name;
  Path path;
};

const Value* at_path(const Object& object, const Path& path) {
  const Object* here = &object;
  const Value* value = nullptr;
  for (const Step& step : path) {
    if (const auto* key = std::get_if<std::string>(&step)) {
      value = here == nullptr ? nullptr : here->find(*key);
    } else {
      const Array* list = value == nullptr ? nullptr : value->array();
      const std::size_t i = std::get<std::size_t>(step);
      value = list == nullptr || i >= list->size() ? nullptr : &(*list)[i];
    }
    if (value == nullptr) return nullptr;
    here = value->object();
  }
  return value;
}

using Visit = std::function<bool(const Field&, const Path&, Value&)>;

/// `visit(field, path, value)` for every text in an id or thing field of the description, groups
/// entered. Nothing else is looked at: other texts may be words about a person, and begin with
/// anything. A visit that returns false ends the walk.
bool each_id(const std::vector<Field>& fields, Object& data, const Path& path, const Visit& visit) {
  for (const Field& field : fields) {
    const Value* found = data.find(field.name);
    if (found == nullptr) continue;
    Value value = *found;
    const auto one = [&](Value& item, const Path& where) {
      if (field.type == FieldType::group) {
        return item.object() == nullptr || each_id(field.fields, *item.object(), where, visit);
      }
      const bool is_id = field.type == FieldType::id || field.type == FieldType::thing;
      return !is_id || item.string() == nullptr || visit(field, where, item);
    };
    Path here = path;
    here.emplace_back(field.name);
    bool go_on = true;
    if (Array* list = value.array()) {
      for (std::size_t i = 0; go_on && i < list->size(); ++i) {
        Path inside = here;
        inside.emplace_back(i);
        go_on = one((*list)[i], inside);
      }
    } else {
      go_on = one(value, here);
    }
    data.set(field.name, std::move(value));
    if (!go_on) return false;
  }
  return true;
}

/// `data.inputs[0].material`. Holds names of the description alone.
std::string text_of(const Path& path) {
  std::string out = "data";
  for (const Step& step : path) {
    if (const auto* key = std::get_if<std::string>(&step)) {
      out += "." + *key;
    } else {
      out += "[" + std::to_string(std::get<std::size_t>(step)) + "]";
    }
  }
  return out;
}

bool is_new_name(const Field& field, const Path& path, const std::string& text) {
  return field.type == FieldType::id && has(field.marks, journey::Mark::fresh) &&
         std::holds_alternative<std::string>(path.back()) && text.starts_with("$");
}

const std::string* text_at(const Object& object, std::string_view key) {
  const Value* value = object.find(key);
  return value == nullptr ? nullptr : value->string();
}

/// Takes the next line off the front, without its end.
std::string_view next_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  std::string_view text = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}
bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t") == std::string_view::npos;
}

}  // namespace

struct Import::Line {
  commands::Request request;
  std::vector<NewName> new_names;
};

Object report_json(const ImportReport& report) {
  Object out;
  out.set("lines", Value(static_cast<std::int64_t>(report.lines)));
  out.set("recorded", Value(static_cast<std::int64_t>(report.recorded)));
  out.set("again", Value(static_cast<std::int64_t>(report.again)));
  out.set("failed", Value(static_cast<std::int64_t>(report.failed)));
  out.set("problems", Value(report.problems));
  out.set("problems_left_out",
          Value(static_cast<std::int64_t>(report.failed - report.problems.size())));
  Object names;
  for (const auto& [name, id] : report.names) names.set(name, Value(id));
  out.set("names", Value(std::move(names)));
  return out;
}

// A problem that is only counted is not made: a file may have millions of bad lines.
void Import::fail(ImportReport& report, const char* code, const std::string& about,
                  std::string_view why) {
  ++report.failed;
  if (report.problems.size() >= import_problems_max) return;
  const bool unknown = std::string_view(code) == "input.unknown_command";
  Object problem = problem_json(code, unknown ? 404 : 400, words_);
  if (!about.empty()) problem.set("about", Value(about));
  if (!why.empty()) problem.set("why", Value(why));
  tell(report, std::move(problem));
}

void Import::fail(ImportReport& report, const journey::BadField& bad) {
  ++report.failed;
  if (report.problems.size() < import_problems_max) tell(report, problem_json(bad, words_));
}
void Import::fail(ImportReport& report, const kernel::JsonFault& fault) {
  ++report.failed;
  if (report.problems.size() >= import_problems_max) return;
  tell(report, problem_json("import.bad_json", fault, words_));
}
void Import::fail(ImportReport& report, const commands::Problem& problem) {
  report.is_of_hidden = report.is_of_hidden || problem.is_of_hidden;
  ++report.failed;
  if (report.problems.size() < import_problems_max) tell(report, problem_json(problem, words_));
}

void Import::tell(ImportReport& report, Object problem) {
  problem.set("line", Value(static_cast<std::int64_t>(line_number_)));
  report.problems.push_back(Value(std::move(problem)));
}

/// Replaces "$name" and "kind/$name" by the id that the name got.
bool Import::put_name(Value& value, const std::string& about, ImportReport& report) {
  const std::string& text = *value.string();
  const std::size_t slash = text.find('/');
  const std::size_t at = slash == std::string::npos || text.starts_with("$") ? 0 : slash + 1;
  if (!std::string_view(text).substr(at).starts_with("$")) return true;
  const auto found = report.names.find(text.substr(at));
  if (found == report.names.end()) {
    fail(report, "import.unknown_name", about);
    return false;
  }
  value = Value(text.substr(0, at) + found->second);
  return true;
}

/// Puts ids for the names in the data; new names are taken out, so that the desk makes their ids.
bool Import::put_names(const journey::CommandType& type, Object& data, Line& line,
                       ImportReport& report) {
  return each_id(type.fields, data, {}, [&](const Field& field, const Path& path, Value& value) {
    if (is_new_name(field, path, *value.string()) && !report.names.contains(*value.string())) {
      line.new_names.push_back({*value.string(), path});
      value = Value(nullptr);
      return true;
    }
    return put_name(value, text_of(path), report);
  });
}

namespace {

/// Reads the names of a header; false: it has others than names and ids.
bool read_names(const Value* value, std::map<std::string, std::string>& out) {
  if (value == nullptr) return true;
  if (value->object() == nullptr) return false;
  for (const auto& [name, id] : value->object()->members()) {
    if (!name.starts_with("$") || id.string() == nullptr || !kernel::is_id(*id.string())) {
      return false;
    }
    out.emplace(name, *id.string());
  }
  return true;
}

}  // namespace

// A piece of a file says which file it is of: the node sees the piece alone, and takes the importer
// at their word as it does for every line.
bool Import::begin(std::string_view file, const Object& header, ImportReport& report) {
  const std::string* source = text_at(header, "source");
  const Value* version = header.find("veinline_import");
  if (version == nullptr || source == nullptr) {
    fail(report, "import.missing_member", "veinline_import, source");
    return false;
  }
  if (version->integer() == nullptr || *version->integer() != 1) {
    fail(report, "import.other_version", "veinline_import");
    return false;
  }
  ImportOrigin origin{*source, kernel::to_hex(kernel::sha256(file).view()), {}, line_number_ + 1};
  if (const std::string* whole = text_at(header, "file")) origin.file = *whole;
  if (const Value* line = header.find("line")) {
    if (line->integer() == nullptr || *line->integer() < 1) {
      fail(report, "import.bad_header", "line");
      return false;
    }
    origin.line = static_cast<std::size_t>(*line->integer());
  }
  if (!read_names(header.find("names"), origin.names)) {
    fail(report, "import.bad_header", "names");
    return false;
  }
  return begin(origin, report);
}

bool Import::begin(const ImportOrigin& origin, ImportReport& report) {
  source_ = origin.source;
  report.names = origin.names;
  commands::Request request;
  commands::ask_as(request, by_);
  // One file may be taken in with two maps, as from two sources.
  request.key =
      "import-file:" + kernel::to_hex(kernel::sha256(source_ + "\n" + origin.file).view());
  request.command = "intake/begin_import";
  request.data.set("source", Value(source_));
  request.data.set("file", Value(origin.file));
  auto reply = desk_.ask(std::move(request));
  if (!reply) {
    fail(report, reply.error());
    return false;
  }
  import_record_ = reply->records.front().record_id;
  line_number_ = origin.line - 1;
  return true;
}

bool Import::prepare(const Object& object, Line& line, ImportReport& report) {
  const std::string* key = text_at(object, "key");
  const std::string* command = text_at(object, "command");
  const std::string* by = text_at(object, "by");
  if (key == nullptr || command == nullptr || by == nullptr) {
    fail(report, "import.missing_member", "key, command, by");
    return false;
  }
  if (!keys_seen_.emplace(*key, line_number_).second) {
    fail(report, "import.duplicate_key_in_file", "key");
    return false;
  }
  Object body;
  for (const auto& [name, value] : object.members()) {
    if (name != "key" && name != "command" && name != "by") body.set(name, value);
  }
  const journey::CommandType* type = catalogue_.command(*command);
  if (type == nullptr) {
    fail(report, "input.unknown_command", "command");
    return false;
  }
  if (const Value* data = body.find("data"); data != nullptr && data->object() != nullptr) {
    Object own = *data->object();
    if (!put_names(*type, own, line, report)) return false;
    body.set("data", Value(std::move(own)));
  }
  if (const std::string* at = text_at(body, "at")) {
    Value site(*at);
    if (!put_name(site, "at", report)) return false;
    body.set("at", std::move(site));
  }
  Value person(by->starts_with("person/") ? by->substr(7) : *by);
  if (!put_name(person, "by", report)) return false;
  auto request = request_from(body);
  if (!request) {
    fail(report, request.error());
    return false;
  }
  line.request = std::move(*request);
  line.request.account = *person.string() == "console" ? by_.account : *person.string();
  line.request.brought_by = by_;  // a file that is on its way does not outlast what lets them
  line.request.command = *command;
  line.request.source = source_;
  line.request.key = *key;
  line.request.after = {import_record_};
  line.request.presence = commands::Presence::imported;
  return true;
}

void Import::take(std::string_view text, ImportReport& report) {
  auto value = kernel::parse_json(text, kernel::command_json);
  if (!value || value->object() == nullptr) {
    value ? fail(report, "import.bad_json") : fail(report, value.error());
    return;
  }
  Line line;
  if (!prepare(*value->object(), line, report)) return;
  auto reply = desk_.ask(std::move(line.request));
  if (!reply) {
    fail(report, reply.error());
    return;
  }
  ++(reply->again ? report.again : report.recorded);
  for (const NewName& fresh : line.new_names) {
    for (const commands::Recorded& recorded : reply->records) {
      const Value* id = at_path(recorded.data, fresh.path);
      if (id != nullptr && id->string() != nullptr) {
        report.names.emplace(fresh.name, *id->string());
        break;
      }
    }
  }
}

void Import::take_lines(std::string_view lines, ImportReport& report) {
  for (std::string_view rest = lines; !rest.empty();) {
    const std::string_view text = next_line(rest);
    ++line_number_;
    if (is_blank(text)) continue;
    ++report.lines;
    take(text, report);
  }
}

ImportReport Import::run(std::string_view file) {
  ImportReport report;
  for (std::string_view rest = file; !rest.empty();) {
    const std::string_view text = next_line(rest);
    ++line_number_;
    if (is_blank(text)) continue;
    auto header = kernel::parse_json(text, import_header_json);
    if (!header || header->object() == nullptr) {
      fail(report, "import.bad_json");
    } else if (begin(file, *header->object(), report)) {
      take_lines(rest, report);
    }
    return report;
  }
  fail(report, "import.empty");
  return report;
}

}  // namespace veinline::exchange
