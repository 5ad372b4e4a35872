// SPDX-License-Identifier: Apache-2.0
// expect: could not convert
// The id of a material is no id of a course.
#include <string_view>

#include "kernel/id.hpp"

struct MaterialNoun {
  static constexpr std::string_view kind = "material";
};
struct CourseNoun {
  static constexpr std::string_view kind = "course";
};
void open_course(veinline::kernel::Id<CourseNoun>);
void confuse(veinline::kernel::Id<MaterialNoun> bag) {
  open_course(bag);
}
