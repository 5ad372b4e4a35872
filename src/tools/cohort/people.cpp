// SPDX-License-Identifier: Apache-2.0
#include "tools/cohort/people.hpp"

namespace veinline::tools::cohort {
namespace {

struct Part {
  const char* characters;
  const char* letters;
};

constexpr Part family_names[] = {
    {"林", "Lin"},  {"赵", "Zhao"}, {"陈", "Chen"},  {"孙", "Sun"},      {"何", "He"},
    {"吴", "Wu"},   {"马", "Ma"},   {"郭", "Guo"},   {"徐", "Xu"},       {"唐", "Tang"},
    {"沈", "Shen"}, {"韩", "Han"},  {"蒋", "Jiang"}, {"欧阳", "Ouyang"}, {"谢", "Xie"},
    {"邓", "Deng"}, {"叶", "Ye"},   {"程", "Cheng"}};
constexpr Part given_names[] = {
    {"若楠", "Ruonan"},  {"子墨", "Zimo"},    {"雨桐", "Yutong"},  {"嘉树", "Jiashu"},
    {"静怡", "Jingyi"},  {"浩然", "Haoran"},  {"思远", "Siyuan"},  {"晓雯", "Xiaowen"},
    {"立诚", "Licheng"}, {"佳音", "Jiayin"},  {"文博", "Wenbo"},   {"慧敏", "Huimin"},
    {"志刚", "Zhigang"}, {"婉清", "Wanqing"}, {"明哲", "Mingzhe"}, {"秋月", "Qiuyue"}};
constexpr const char* english_first[] = {"Hannah", "Owen",   "Priya",  "Marcus",
                                         "Ingrid", "Samuel", "Leonie", "Tobias"};
constexpr const char* english_last[] = {"Whitcombe", "Ferris",    "Raman",     "Oduya",
                                        "Halvorsen", "Lindqvist", "Marchetti", "Penrose"};

template <class T, std::size_t N>
const T& one_of(Dice& dice, const T (&all)[N]) {
  return all[static_cast<std::size_t>(dice.between(0, static_cast<int>(N) - 1))];
}

}  // namespace

std::string invented_name(Dice& dice) {
  if (dice.between(1, 6) == 1) {
    const std::string first = one_of(dice, english_first);
    return first + " " + one_of(dice, english_last);
  }
  const Part& family = one_of(dice, family_names);
  const Part& given = one_of(dice, given_names);
  return std::string(family.characters) + given.characters + " " + family.letters + " " +
         given.letters;
}

}  // namespace veinline::tools::cohort
