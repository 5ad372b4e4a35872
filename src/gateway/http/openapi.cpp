// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/openapi.hpp"

#include "exchange/schema.hpp"
#include "gateway/http/examples.hpp"
#include "gateway/http/routes.hpp"
#include "gateway/http/schemas.hpp"
#include "gateway/http/session_door.hpp"
#include "kernel/invariant.hpp"

namespace veinline::gateway::http {

using exchange::Words;
using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

/// A file that the program carries in itself.
Object embedded(const char* text) {
  auto read = kernel::parse_json(text, {.bytes_max = 4 * 1024 * 1024, .depth_max = 32});
  INVARIANT(read && read->object() != nullptr);
  return *read->object();
}

Object object(std::initializer_list<std::pair<const char*, Value>> members) {
  Object out;
  for (const auto& [key, value] : members) out.set(key, value);
  return out;
}

/// Not "ref": std::ref would be found first.
Object points_to(std::string_view schema) {
  return object({{"$ref", Value("#/components/schemas/" + std::string(schema))}});
}

/// A schema is named with a capital; anything else is a media type.
Object content(std::string_view what, Object of_media) {
  const bool is_schema = what.front() >= 'A' && what.front() <= 'Z';
  if (is_schema && !of_media.find("schema")) of_media.set("schema", Value(points_to(what)));
  if (!is_schema) of_media.set("schema", Value(object({{"type", Value("string")}})));
  return object({{is_schema ? "application/json" : std::string(what).c_str(), Value(of_media)}});
}

Object problem_answer(const Words& words) {
  return object(
      {{"description", Value(words.find("openapi.problem"))},
       {"content", Value(object({{"application/problem+json",
                                  Value(object({{"schema", Value(points_to("Problem"))}}))}}))}});
}

/// Writes the document part by part.
class Writing {
 public:
  Writing(const journey::Catalogue& catalogue, const Words& words)
      : catalogue_(catalogue), words_(words), examples_(embedded(examples_json)) {}

  Object whole() {
    for (const Route& route : all_routes()) {
      if (route.name == "give_command") {
        for (const journey::CommandType& type : catalogue_.commands()) {
          if (!type.machine_only && !type.with_bytes) add_command(route, type);
        }
      } else {
        add_route(route);
      }
    }
    Object schemas = embedded(schemas_json);
    for (auto& [name, schema] : command_schemas_) schemas.set(name, Value(std::move(schema)));
    const Object bearer = object({{"type", Value("http")}, {"scheme", Value("bearer")}});
    const Object cookie = object({{"type", Value("apiKey")},
                                  {"in", Value("cookie")},
                                  {"name", Value(main_cookie)},
                                  {"description", Value(words_.find("openapi.session"))}});
    const Object link = object({{"type", Value("apiKey")},
                                {"in", Value("cookie")},
                                {"name", Value(std::string(courier_cookie) + "ID")},
                                {"description", Value(words_.find("openapi.link"))}});
    return object(
        {{"openapi", Value("3.1.0")},
         {"info",
          Value(object({{"title", Value("Veinline")},
                        {"version", Value("v1")},
                        {"summary", Value(words_.find("openapi.summary"))},
                        {"description", Value(words_.find("openapi.description"))},
                        {"license", Value(object({{"name", Value("Apache-2.0")},
                                                  {"identifier", Value("Apache-2.0")}}))}}))},
         {"servers", Value(Array{Value(object({{"url", Value("/")}}))})},
         {"paths", Value(std::move(paths_))},
         {"components",
          Value(object({{"schemas", Value(std::move(schemas))},
                        {"securitySchemes", Value(object({{"token", Value(bearer)},
                                                          {"session", Value(cookie)},
                                                          {"link", Value(link)}}))}}))}});
  }

 private:
  /// What a route is on one page: name, words, who may ask, and what it says to whom it refuses.
  Object operation(const Route& route, std::string_view id, std::string_view summary) {
    Object out;
    out.set("operationId", Value(id));
    out.set("summary", Value(summary));
    const bool is_public = route.who == Who::anybody;
    const Value token(object({{"token", Value(Array{})}}));
    const Value session(object({{"session", Value(Array{})}}));
    const Value link(object({{"link", Value(Array{})}}));
    out.set("security", is_public                      ? Value(Array{Value(Object())})
                        : route.who == Who::by_link    ? Value(Array{link})
                        : route.wants == Wants::either ? Value(Array{token, session})
                                                       : Value(Array{session}));
    return out;
  }

  Array parameters(const Route& route) {
    Array out;
    const std::size_t brace = route.path.find('{');
    if (brace != std::string_view::npos) {
      const std::string_view name = route.path.substr(brace + 1, route.path.size() - brace - 2);
      Object one = parameter(name, "path");
      one.set("required", Value(true));
      add_example(one, "addresses", route.name);
      out.push_back(Value(std::move(one)));
    }
    for (const std::string_view name : route.query) {
      Object one = parameter(name, "query");
      add_example(one, "parameters", name);
      out.push_back(Value(std::move(one)));
    }
    return out;
  }

  Object parameter(std::string_view name, const char* where) {
    const bool is_number = name == "count" || name == "as_of" || name == "seq";
    return object({{"name", Value(name)},
                   {"in", Value(where)},
                   {"description", Value(words_.find("parameter." + std::string(name)))},
                   {"schema", Value(object({{"type", Value(is_number ? "integer" : "string")}}))}});
  }

  [[nodiscard]] const Value* example_at(const char* group, std::string_view name) const {
    return examples_.find(group)->object()->find(name);
  }
  void add_example(Object& to, const char* group, std::string_view name) const {
    if (const Value* example = example_at(group, name)) to.set("example", *example);
  }

  void put(std::string_view path, std::string_view method, Object operation) {
    const Value* there = paths_.find(path);
    Object item = there == nullptr ? Object() : *there->object();
    item.set(method == "GET"      ? "get"
             : method == "DELETE" ? "delete"
                                  : "post",
             Value(std::move(operation)));
    paths_.set(path, Value(std::move(item)));
  }

  void add_route(const Route& route) {
    Object out = operation(route, route.name, words_.find("route." + std::string(route.name)));
    if (Array all = parameters(route); !all.empty()) out.set("parameters", Value(std::move(all)));
    if (!route.takes.empty()) {
      Object media;
      add_example(media, "bodies", route.name);
      // As with commands: in whose name the example is asked, and of which log it asks.
      if (const Value* by = example_at("by", route.name)) media.set("x-by", *by);
      if (const Value* log = example_at("witnesses", route.name)) media.set("x-witnesses", *log);
      out.set("requestBody", Value(object({{"required", Value(true)},
                                           {"content", Value(content(route.takes, media))}})));
    }
    const Object good = object({{"description", Value(words_.find("openapi.answer"))},
                                {"content", Value(content(route.answers, {}))}});
    out.set("responses",
            Value(object({{"200", Value(good)}, {"default", Value(problem_answer(words_))}})));
    put(route.path, route.method, std::move(out));
  }

  void add_command(const Route& route, const journey::CommandType& type) {
    std::string id = type.name;
    id[id.find('/')] = '.';
    command_schemas_.emplace_back(id, exchange::data_schema(type, words_));
    const std::string help =
        words_.has("help." + type.name) ? std::string(words_.find("help." + type.name)) : type.help;
    Object out = operation(route, id, words_.find("command." + type.name));
    out.set("description", Value(help));
    out.set("tags", Value(Array{Value(type.name.substr(0, type.name.find('/')))}));
    Object key = object({{"name", Value("Idempotency-Key")},
                         {"in", Value("header")},
                         {"required", Value(true)},
                         {"description", Value(words_.find("parameter.Idempotency-Key"))},
                         {"schema", Value(object({{"type", Value("string")}}))}});
    out.set("parameters", Value(Array{Value(std::move(key))}));
    Object media = object({{"schema", Value(request_schema(id, type))}});
    if (const Value* all = example_at("commands", type.name)) media.set("examples", *all);
    out.set(
        "requestBody",
        Value(object({{"required", Value(true)}, {"content", Value(content("Request", media))}})));
    const Object good = object({{"description", Value(words_.find("openapi.recorded"))},
                                {"content", Value(content("Answer", {}))}});
    out.set("responses",
            Value(object({{"200", Value(good)}, {"default", Value(problem_answer(words_))}})));
    put("/api/v1/commands/" + type.name, "POST", std::move(out));
  }

  /// The envelope of every command with the data of this one, and what of it this one wants.
  static Object request_schema(const std::string& id, const journey::CommandType& type) {
    Array required{Value("data")};
    if (!type.signs.empty()) required.push_back(Value("sign"));
    if (type.needs_reason) required.push_back(Value("reason"));
    const Object own = object({{"properties", Value(object({{"data", Value(points_to(id))}}))},
                               {"required", Value(required)}});
    return object({{"allOf", Value(Array{Value(points_to("Request")), Value(own)})}});
  }

  const journey::Catalogue& catalogue_;
  const Words& words_;
  Object examples_;
  Object paths_;
  std::vector<std::pair<std::string, Object>> command_schemas_;
};

}  // namespace

Object openapi(const journey::Catalogue& catalogue, exchange::Language language) {
  return Writing(catalogue, Words::of(language)).whole();
}

}  // namespace veinline::gateway::http
