// SPDX-License-Identifier: Apache-2.0
// What the texts of the commands about an identity must be, and in which form they are kept.
#include <algorithm>

#include "codes/person_name.hpp"
#include "journey/identity/documents.hpp"

namespace veinline::journey::identity {

using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

constexpr std::size_t contact_bytes_max = 500;
constexpr std::size_t phone_digits_min = 5;

/// Reads member by member. What is no text is left as it is: the form of the request refuses it.
class Reading {
 public:
  Reading(const Object& data, const PlainGiven& given) : given_(given) { out_.data = data; }

  void everything() {
    subject();
    name();
    documents();
    birth_date();
    sex();
  }
  void subject() {
    if (const std::string* text = text_of("subject")) person_.subject = *text;
  }
  void name() {
    subject();
    if (const std::string* text = text_of("name")) {
      person_.name = codes::kept_name(*text);
      keep("name", person_.name, "field.person_name");
    }
    if (const std::string* text = text_of("reading")) {
      const std::string kept = codes::kept_name(*text);
      const bool is_latin = !codes::reading_key(kept).empty() && !codes::has_han(kept);
      person_.reading = is_latin ? kept : "";
      keep("reading", person_.reading, "field.reading");
    }
  }
  void birth_date() {
    const std::string* text = text_of("birth_date");
    if (text == nullptr) return;
    const auto date = kernel::date_from_text(codes::compatible(*text));
    const bool is_possible = date && date->day.year() >= std::chrono::year(1900) &&
                             std::chrono::sys_days(date->day) <=
                                 std::chrono::sys_days(given_.today.day) + std::chrono::days(1);
    person_.birth_date = is_possible ? kernel::to_text(*date) : "";
    keep("birth_date", person_.birth_date, "field.birth_date");
    if (is_possible && in_document_ && *in_document_ != *date) {
      out_.bad.push_back({"birth_date", "field.birth_date_differs"});
    }
  }
  void sex() {
    const std::string* text = text_of("sex");
    if (text == nullptr || *text == "female" || *text == "male") return;
    out_.bad.push_back({"sex", "field.choice", {"female", "male"}});
  }
  /// Of a list; a document says when its owner was born where nobody else does.
  void documents() {
    const Value* list = out_.data.find("documents");
    if (list == nullptr || list->array() == nullptr) return;
    Array told = *list->array();
    for (std::size_t i = 0; i < told.size() && i < list_max; ++i) {
      if (Object* one = told[i].object()) document(*one, "documents[" + std::to_string(i) + "].");
    }
    out_.data.set("documents", Value(std::move(told)));
  }
  void document(Object& told, const std::string& path) {
    const auto kind = kind_of(told.find("kind"));
    if (!kind) return;  // the form says so
    const Value* number = told.find("number");
    if (number == nullptr || number->is_null()) {
      if (!codes::is_temporary(*kind)) {
        out_.bad.push_back({path + "number", "field.required"});
        return;
      }
      told.set("number", Value(codes::temporary_number(*kind, given_.chance + made_++)));
      number = told.find("number");
    }
    if (number->string() == nullptr) return;
    const auto read = codes::read_document(*kind, *number->string());
    if (!read) {
      out_.bad.push_back({path + "number", std::string(codes::code(read.error()))});
      return;
    }
    told.set("number", Value(read->number));
    add({*kind, read->number}, path);
    say_of_document("birth_date", read->birth_date ? kernel::to_text(*read->birth_date) : "");
    if (read->birth_date && !in_document_) in_document_ = read->birth_date;
    say_of_document("sex", read->sex ? std::string(codes::text(*read->sex)) : "");
  }
  /// The one document that the command itself is about.
  void one_document() {
    subject();
    takes_from_document_ = false;
    document(out_.data, "");
  }
  void contact() {
    subject();
    const std::string* text = text_of("value");
    const Value* kind = out_.data.find("kind");
    if (text == nullptr || kind == nullptr || kind->string() == nullptr) return;
    const std::string kept = codes::compatible(*text);
    keep("value", is_contact(*kind->string(), kept) ? kept : "", "field.contact");
  }
  PlainTexts taken() {
    out_.person = kernel::Sensitive(std::move(person_));
    return std::move(out_);
  }

 private:
  static std::optional<DocumentKind> kind_of(const Value* value) {
    if (value == nullptr || value->string() == nullptr) return std::nullopt;
    for (const DocumentKind one : codes::all_document_kinds) {
      if (text(one) == *value->string()) return one;
    }
    return std::nullopt;
  }
  static bool is_contact(std::string_view kind, std::string_view text) {
    const bool is_visible = std::none_of(text.begin(), text.end(),
                                         [](char c) { return (c >= 0 && c < ' ') || c == 127; });
    if (text.empty() || text.size() > contact_bytes_max || !is_visible) return false;
    if (kind == "email") return text.find('@') != text.npos;
    if (kind == "address") return true;
    const auto digits =
        std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return static_cast<std::size_t>(digits) >= phone_digits_min &&
           text.find_first_not_of("0123456789+-() ;,#*") == text.npos;
  }

  [[nodiscard]] const std::string* text_of(std::string_view member) const {
    const Value* value = out_.data.find(member);
    const std::string* text = value == nullptr ? nullptr : value->string();
    return text == nullptr || text->empty() ? nullptr : text;
  }
  void keep(std::string_view member, const std::string& text, const char* otherwise) {
    if (text.empty()) {
      out_.bad.push_back({std::string(member), otherwise});
    } else {
      out_.data.set(member, Value(text));
    }
  }
  void add(PlainDocument document, const std::string& path) {
    // Of numbers that we make one is enough, whatever it is.
    const auto is_same = [&](const PlainDocument& other) {
      return other.kind == document.kind &&
             (other.number == document.number || codes::is_temporary(document.kind));
    };
    const bool is_twice = std::any_of(person_.documents.begin(), person_.documents.end(), is_same);
    if (is_twice) out_.bad.push_back({path + "number", "field.twice"});
    person_.documents.push_back(std::move(document));
  }
  void say_of_document(std::string_view member, const std::string& text) {
    if (!takes_from_document_ || text.empty() || out_.data.find(member) != nullptr) return;
    out_.data.set(member, Value(text));
  }

  const PlainGiven& given_;
  PlainTexts out_;
  PlainPerson person_;
  std::optional<kernel::Date> in_document_;
  bool takes_from_document_ = true;
  std::uint64_t made_ = 0;
};

PlainTexts whole(const Object& data, const PlainGiven& given) {
  Reading reading(data, given);
  reading.everything();
  return reading.taken();
}

}  // namespace

PlainTexts Register::texts(const Object& data, const PlainGiven& given) {
  return whole(data, given);
}

PlainTexts Resolve::texts(const Object& data, const PlainGiven& given) {
  return whole(data, given);
}

PlainTexts Correct::texts(const Object& data, const PlainGiven& given) {
  return whole(data, given);
}

PlainTexts ChangeName::texts(const Object& data, const PlainGiven& given) {
  Reading reading(data, given);
  reading.name();
  return reading.taken();
}

PlainTexts AddDocument::texts(const Object& data, const PlainGiven& given) {
  Reading reading(data, given);
  reading.one_document();
  return reading.taken();
}

PlainTexts SetContact::texts(const Object& data, const PlainGiven& given) {
  Reading reading(data, given);
  reading.contact();
  return reading.taken();
}

}  // namespace veinline::journey::identity
