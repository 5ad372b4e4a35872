// SPDX-License-Identifier: Apache-2.0
// What a command says of a person: read before it is decided, compared with whom the hospital
// knows, and remembered before it is recorded.
#include "commands/attempt.hpp"

namespace veinline::commands {

using kernel::Done;
using kernel::Failure;
using kernel::Object;
using kernel::Result;
using ledger::Fault;

Result<Done, Problem> Desk::read_texts(Attempt& attempt) {
  const auto today = std::chrono::floor<std::chrono::days>(tools_.clock.now());
  journey::PlainTexts read =
      attempt.type->texts(attempt.data, {attempt.chance, kernel::Date{today}});
  if (!read.bad.empty()) {
    auto out = problem(ProblemKind::bad_input, "input.bad_fields", read.bad.front().path);
    out.error.fields = std::move(read.bad);
    return out;
  }
  attempt.data = std::move(read.data);
  attempt.person = std::move(read.person);
  // A number that was made is a text as well.
  if (has_text(attempt.type->fields, attempt.data)) attempt.sealed = false;
  return Done{};
}

Result<std::vector<journey::Alike>, Problem> Desk::who_is_alike(const Attempt& attempt,
                                                                const Object& data) {
  if (tools_.patients == nullptr) return std::vector<journey::Alike>{};
  journey::PlainPerson person = attempt.person->reveal();
  const kernel::Value* subject = data.find("subject");  // by its id, whatever named it
  if (subject != nullptr && subject->string() != nullptr) person.subject = *subject->string();
  auto alike = tools_.patients->alike(attempt.request.at, person);
  if (!alike) return problem(alike.error());
  return std::move(*alike);
}

Result<Done, Desk::Reply> Desk::remember_numbers(const Attempt& attempt, const std::string& owner) {
  constexpr std::string_view subject = "subject/";
  if (!attempt.person || tools_.patients == nullptr || !owner.starts_with(subject)) return Done{};
  const auto kept = tools_.patients->remember(attempt.request.at, owner.substr(subject.size()),
                                              attempt.person->reveal().documents);
  if (kept) return Done{};
  if (kept.error() == Fault::unknown_outcome) tools_.writer.stop();
  return Failure{Reply{problem(kept.error())}};
}

bool Desk::forget(const journey::DoomedKey& doomed) {
  if (tools_.patients == nullptr) return true;
  return tools_.patients->forget(doomed).has_value();
}

}  // namespace veinline::commands
