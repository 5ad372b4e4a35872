// SPDX-License-Identifier: Apache-2.0
// How a text is read that somebody looks for, when they do not say.
#include "patients/patient_index.hpp"

#include <gtest/gtest.h>

namespace veinline::patients {
namespace {

std::string meaning(std::string_view wanted) {
  const auto by = PatientIndex::meaning_of(wanted);
  return by ? std::string(text(*by)) : "";
}

TEST(PatientIndex, reads_what_is_looked_for_as_it_looks) {
  const std::pair<const char*, const char*> rows[] = {{"张小明", "name"},
                                                      {" 张 ", "name"},
                                                      {"阿依古丽·买买提", "name"},
                                                      {"Анна", "name"},
                                                      {"Жанна", "name"},
                                                      {"zxm", "initials"},
                                                      {"Z", "initials"},
                                                      {"zhang", "reading"},
                                                      {"Zhāng Wěi", "reading"},
                                                      {"ＺＨＡＮＧ", "reading"},
                                                      {"1234", "last_four"},
                                                      {"002x", "last_four"},
                                                      {"００２Ｘ", "last_four"},
                                                      {"A123456(3)", "number"},
                                                      {"12345", "number"},
                                                      {"ab12", "number"},
                                                      {"11010519491231002X", "number"}};
  for (const auto& [wanted, kind] : rows) {
    EXPECT_EQ(meaning(wanted), kind) << wanted;
  }
}

TEST(PatientIndex, reads_nothing_in_what_says_nothing) {
  for (const char* wanted : {"", "  ", "·", "--", "\xFF", "()"}) EXPECT_EQ(meaning(wanted), "");
  EXPECT_EQ(meaning(std::string(find_bytes_max + 1, 'a')), "");
}

}  // namespace
}  // namespace veinline::patients
