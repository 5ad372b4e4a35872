// SPDX-License-Identifier: Apache-2.0
#include "tools/cohort/people.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "kernel/invariant.hpp"

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

// Patients have given names that nobody of the staff has, of two characters: with the family's a
// name is at least six bytes long in UTF-16 too.
constexpr Part patients_given[] = {
    {"云舒", "Yunshu"},  {"砚秋", "Yanqiu"},    {"怀瑾", "Huaijin"}, {"望舒", "Wangshu"},
    {"攸宁", "Youning"}, {"星野", "Xingye"},    {"采薇", "Caiwei"},  {"景行", "Jingxing"},
    {"疏桐", "Shutong"}, {"清越", "Qingyue"},   {"照临", "Zhaolin"}, {"知微", "Zhiwei"},
    {"令仪", "Lingyi"},  {"望川", "Wangchuan"}, {"屿森", "Yusen"},   {"棠梨", "Tangli"},
    {"牧遥", "Muyao"},   {"拾光", "Shiguang"},  {"栖迟", "Qichi"},   {"南乔", "Nanqiao"},
    {"书昀", "Shuyun"},  {"寒溪", "Hanxi"},     {"鹿鸣", "Luming"},  {"青岚", "Qinglan"}};

struct Foreigner {
  const char* name;
  const char* reading;
  const char* mail;
};
constexpr Foreigner foreigners[] = {
    {"Aurelia Brockhausen", "", "aurelia.brockhausen"},
    {"Дарья Мельниковская", "Darya Melnikovskaya", "darya.melnikovskaya"},
    {"José Ángel Robledillo", "Jose Angel Robledillo", "jose.robledillo"},
    {"Callum O'Ferrensby", "", "callum.oferrensby"}};
constexpr std::uint64_t foreigner_every = 6;

std::string padded(std::uint64_t number, std::size_t width) {
  const std::string text = std::to_string(number);
  return std::string(width - std::min(width, text.size()), '0') + text;
}
std::string throw_digits(Dice& dice, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(static_cast<char>('0' + dice.between(0, 9)));
  }
  return out;
}

/// The check character of GB 11643.
char check_of(std::string_view digits) {
  constexpr int modulus = 11;
  int sum = 0;
  for (const char digit : digits) sum = (sum + (digit - '0')) * 2 % modulus;
  const int check = (modulus + 1 - sum) % modulus;
  return check == 10 ? 'X' : static_cast<char>('0' + check);
}

/// County 9999 of a province: none has one of that number. `order`: odd for men.
std::string resident_number(Dice& dice, const std::string& born, std::uint64_t order) {
  constexpr const char* provinces[] = {"11", "31", "32", "33", "42", "44", "51", "61"};
  const std::string digits = std::string(one_of(dice, provinces)) + "9999" + born.substr(0, 4) +
                             born.substr(5, 2) + born.substr(8, 2) + padded(order, 3);
  return digits + check_of(digits);
}

/// No mobile number begins with 101.
std::string chinese_phone(Dice& dice) {
  return "+86 101 " + throw_digits(dice, 4) + " " + throw_digits(dice, 4);
}
std::string only_digits(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= '0' && c <= '9') out.push_back(c);
  }
  return out;
}
/// As somebody types a reading to look for it.
std::string letters_alone(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') out.push_back(static_cast<char>(c - 'A' + 'a'));
    if (c >= 'a' && c <= 'z') out.push_back(c);
  }
  return out;
}

std::string birth_date(Dice& dice) {
  return std::to_string(dice.between(1948, 2003)) + "-" +
         padded(static_cast<std::uint64_t>(dice.between(1, 12)), 2) + "-" +
         padded(static_cast<std::uint64_t>(dice.between(1, 28)), 2);
}

/// One that makes a reading long enough with any given name.
const Part& family_of_patient(Dice& dice) {
  constexpr std::size_t letters_min = 3;
  for (;;) {
    const Part& family = one_of(dice, family_names);
    if (std::string_view(family.letters).size() >= letters_min) return family;
  }
}

void be_chinese(InventedPatient& who, Dice& dice, std::uint64_t number) {
  const Part& family = family_of_patient(dice);
  const Part& given = patients_given[(number - 1) % std::size(patients_given)];
  who.name = std::string(family.characters) + given.characters;
  who.reading = std::string(family.letters) + " " + given.letters;
  who.email = letters_alone(who.reading) + padded(number, 2) + "@patients.invalid";
  const auto order = static_cast<std::uint64_t>(dice.between(1, 998));
  who.documents.push_back({"resident_id", resident_number(dice, birth_date(dice), order)});
  who.phone = chinese_phone(dice);
  who.relative_phone = chinese_phone(dice);
  who.address = "海隅市虚舟区乌有路" + std::to_string(dice.between(100, 999)) + "弄" +
                std::to_string(dice.between(10, 99)) + "号";
  const Part& relative = one_of(dice, given_names);
  who.relative = std::string(family.characters) + relative.characters;
}

/// Ofcom keeps 07700 900000 to 900999 for drama.
void be_foreign(InventedPatient& who, Dice& dice, std::uint64_t number) {
  const Foreigner& one = foreigners[number / foreigner_every % std::size(foreigners)];
  who.name = one.name;
  who.reading = one.reading;
  who.email = std::string(one.mail) + padded(number, 2) + "@patients.invalid";
  who.birth_date = birth_date(dice);
  who.sex = dice.between(0, 1) == 0 ? "female" : "male";
  // Nobody issues passports whose numbers begin with ZZX.
  who.documents.push_back({"passport", "ZZX" + throw_digits(dice, 7)});
  who.phone = "+44 7700 900" + throw_digits(dice, 3);
  who.relative_phone = "+44 7700 900" + throw_digits(dice, 3);
  who.address = std::to_string(dice.between(100, 999)) + " Nowhere Lane, Exampleton";
  who.relative = "Barnabas Quillfeather";
}

}  // namespace

InventedPatient invented_patient(Dice dice, std::uint64_t number) {
  InventedPatient out;
  if (number % foreigner_every == 4) {
    be_foreign(out, dice, number);
  } else {
    be_chinese(out, dice, number);
  }
  out.documents.push_back({"hospital_number", "MR" + throw_digits(dice, 8) + padded(number, 2)});
  const std::string reading = out.reading.empty() ? out.name : out.reading;
  out.lines = {out.name, out.email, out.address, out.relative};
  if (!out.reading.empty()) out.lines.push_back(out.reading);
  out.lines.push_back(letters_alone(reading));
  if (!out.birth_date.empty()) out.lines.push_back(out.birth_date);
  for (const InventedDocument& one : out.documents) out.lines.push_back(one.number);
  for (const std::string* phone : {&out.phone, &out.relative_phone}) {
    out.lines.push_back(*phone);
    out.lines.push_back(only_digits(*phone));
  }
  for (const std::string& line : out.lines) INVARIANT(line.size() >= line_bytes_min);
  return out;
}

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
