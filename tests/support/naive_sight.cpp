// SPDX-License-Identifier: Apache-2.0
#include "support/naive_sight.hpp"

namespace veinline::support {

using kernel::Object;

namespace {

std::string word(const Object& data, const char* name) {
  const kernel::Value* value = data.find(name);
  return value == nullptr || value->string() == nullptr ? "" : *value->string();
}

/// "material" of each of a list of ids or of objects.
std::vector<std::string> materials(const Object& data, const char* name) {
  std::vector<std::string> out;
  const kernel::Value* list = data.find(name);
  if (list == nullptr || list->array() == nullptr) return out;
  for (const kernel::Value& one : *list->array()) {
    out.push_back("material/" +
                  (one.string() != nullptr ? *one.string() : word(*one.object(), "material")));
  }
  return out;
}

bool is_of_the_house(const std::string& thing) {
  for (const char* kind : {"site/", "study/", "person/", "staff/", "blinding/", "credential/",
                           "recovery/", "keys/", "erasure/", "alias/site/", "alias/study/",
                           "alias/token/", "alias/passkey/", "alias/device/"}) {
    if (thing.starts_with(kind)) return true;
  }
  return false;
}

}  // namespace

void NaiveSight::learn(const ledger::Draft& f) {
  const Object& d = f.data;
  const auto is = [&](std::string_view name) { return f.fact.starts_with(name); };
  const std::string here = "site/" + f.at;
  const auto where = [&](const std::string& holder) {
    return holder.starts_with("site/") ? holder : here;
  };
  const std::string course = "course/" + word(d, "course");
  const std::string material = "material/" + word(d, "material");
  if (is("enrolment.subject_enrolled/")) {
    sites_["subject/" + word(d, "subject")] = {"site/" + word(d, "site")};
  } else if (is("enrolment.course_opened/")) {
    sites_[course] = {"site/" + word(d, "site")};
  } else if (is("collection.collected/")) {
    rests_on_[material] = {course};
    sites_[material].insert(where(word(d, "holder")));
  } else if (is("manufacture.started/")) {
    rests_on_["batch/" + word(d, "batch")] = {course};
    sites_["batch/" + word(d, "batch")] = {here};
    sites_[course].insert(here);
  } else if (is("manufacture.produced/")) {
    for (const std::string& product : materials(d, "products")) {
      rests_on_[product] = {course, "batch/" + word(d, "batch")};
      sites_[product].insert(where(word(d, "holder")));
    }
  } else if (is("transport.dispatched/")) {
    const std::string box = "consignment/" + word(d, "consignment");
    sites_[box] = {"site/" + word(d, "to")};
    for (const std::string& packed : materials(d, "materials")) {
      rests_on_[box].insert(packed);
      sites_[packed].insert("site/" + word(d, "to"));
    }
  } else if (is("reception.received/")) {
    sites_[material].insert(where(word(d, "receiver")));
  } else if (is("papers.document_begun/")) {
    const std::string document = "document/" + word(d, "document");
    sites_[document] = {"site/" + word(d, "site")};
    if (const std::string subject = word(d, "subject"); !subject.empty()) {
      sites_.erase(document);
      rests_on_[document] = {"subject/" + subject};
    }
    keepers_[document] = "site/" + word(d, "site");
  } else if (is("papers.document_distributed/")) {
    const std::string document = "document/" + word(d, "document");
    if (rests_on_.contains(document)) return;
    sites_[document] = {keepers_[document]};
    const kernel::Value* given = d.find("sites");
    if (given == nullptr || given->array() == nullptr) return;
    for (const kernel::Value& one : *given->array()) {
      sites_[document].insert("site/" + *one.string());
    }
  } else if (is("labelling.printed/")) {
    rests_on_["label/" + word(d, "label")] = {material};
  } else if (is("quality.deviation_opened/")) {
    rests_on_["deviation/" + word(d, "deviation")] = {word(d, "about")};
    sites_["deviation/" + word(d, "deviation")] = {here};
  }
}

void NaiveSight::add_of(const std::string& thing, Keys& out) const {
  if (const auto own = sites_.find(thing); own != sites_.end()) {
    out.insert(own->second.begin(), own->second.end());
  }
  if (const auto others = rests_on_.find(thing); others != rests_on_.end()) {
    for (const std::string& other : others->second) add_of(other, out);
  }
}

std::set<std::string> NaiveSight::sites_of(const std::string& thing) const {
  Keys out;
  add_of(thing, out);
  return out;
}

std::set<std::string> NaiveSight::hear(const ledger::Draft& fact) {
  learn(fact);
  known_.insert(fact.changes.begin(), fact.changes.end());
  known_.insert(fact.mentions.begin(), fact.mentions.end());
  return of(fact);
}

std::set<std::string> NaiveSight::of(const ledger::Draft& fact) const {
  Keys out{"site/" + fact.at};
  bool is_house = true;
  std::vector<std::string> touched = fact.changes;
  touched.insert(touched.end(), fact.mentions.begin(), fact.mentions.end());
  for (const std::string& thing : touched) {
    is_house = is_house && is_of_the_house(thing);
    if (thing.starts_with("site/") || thing.starts_with("person/")) out.insert(thing);
    add_of(thing, out);
  }
  return is_house ? Keys{"everybody"} : out;
}

}  // namespace veinline::support
