// SPDX-License-Identifier: Apache-2.0
#include "tools/cohort/house.hpp"

#include "tools/cohort/people.hpp"

namespace veinline::tools::cohort {

using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

constexpr std::size_t couriers = 3;
constexpr int approval_days = 365;  // committees approve for a year and look again

/// HOSP-A … HOSP-Z, then HOSP-27.
std::string lettered(const char* prefix, std::size_t index) {
  if (index < 26) return std::string(prefix) + static_cast<char>('A' + index);
  return prefix + std::to_string(index + 1);
}

std::string join(House& house, Dice& dice, const std::string& site, const std::string& desk,
                 std::vector<std::string> roles) {
  const std::string person = dice.id();
  house.members.push_back({person, site, desk, std::move(roles)});
  return person;
}

/// The first hospital is the one of the tour: its desks have the short names.
void add_hospital(House& house, Dice& dice, std::size_t index) {
  Hospital h;
  h.site = dice.id();
  h.code = lettered("HOSP-", index);
  std::string at = index == 0 ? "" : lettered("hosp-", index) + "-";
  for (char& letter : at) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  const auto desk = [&](const char* name, std::vector<std::string> roles) {
    return join(house, dice, h.site, at + name, std::move(roles));
  };
  h.coordinator = desk("coordinator", {"coordinator"});
  h.investigator = desk("investigator", {"investigator", "physician"});
  h.physician = desk("physician", {"physician"});
  h.apheresis_nurse = desk("apheresis-nurse", {"apheresis_nurse"});
  h.nurse = desk("nurse", {"infusion_nurse"});
  h.second_nurse = desk("second-nurse", {"infusion_nurse"});
  h.quality = desk("hospital-quality", {"quality"});
  house.hospitals.push_back(std::move(h));
}

void add_factory(House& house, Dice& dice, std::size_t index) {
  Factory f;
  f.site = dice.id();
  f.code = "FACT-" + std::to_string(index + 1);
  const std::string at = index == 0 ? "" : "fact-" + std::to_string(index + 1) + "-";
  const auto desk = [&](const char* name, const char* role) {
    return join(house, dice, f.site, at + name, {role});
  };
  f.technologist = desk("technologist", "technologist");
  f.operator_ = desk("operator", "operator");
  f.analyst = desk("analyst", "qc_analyst");
  f.quality = desk("quality", "quality");
  house.factories.push_back(std::move(f));
}

Object site(const std::string& id, const std::string& code, const char* kind) {
  return object({{"site", id}, {"code", code}, {"kind", kind}, {"zone", "Asia/Shanghai"}});
}

Value limit(const char* test, const char* unit, const char* end, const char* value) {
  return Value(object({{"test", test}, {"unit", unit}, {end, value}}));
}

/// Release limits that published CAR-T products and trials have: viability at least 70 %, CAR-
/// positive at least 20 %, endotoxin at most 0.5 EU/mL (ARI-0001), CD3-positive at least 70 % and
/// fewer than 5 vector copies a transduced cell (an anti-CD20 trial's specification). The study's
/// own data, as any protocol's would be: nothing here is a constant of the program.
Array specification() {
  return {limit("VIABILITY", "PERCENT", "low", "70"),
          limit("CAR-POSITIVE", "PERCENT", "low", "20"),
          limit("CD3-POSITIVE", "PERCENT", "low", "70"),
          limit("VCN", "COPIES-PER-CELL", "high", "4.99"),
          limit("ENDOTOXIN", "EU-PER-ML", "high", "0.5"),
          limit("STERILITY", "CFU", "high", "0"),
          limit("MYCOPLASMA", "CFU", "high", "0")};
}

void register_all(Arc& arc, const House& house, const std::string& console, const Dice& dice) {
  const std::vector<std::string> names = names_of_members(house, dice);
  std::size_t next = 0;
  arc.ask("register the carrier", console, "study/register_site",
          site(house.carrier, "COLDCARE", "carrier"));
  for (const Hospital& h : house.hospitals) {
    arc.later(2).ask("register " + h.code, console, "study/register_site",
                     site(h.site, h.code, "hospital"));
  }
  for (const Factory& f : house.factories) {
    arc.later(2).ask("register " + f.code, console, "study/register_site",
                     site(f.site, f.code, "factory"));
  }
  for (const Member& member : house.members) {
    Array roles;
    for (const std::string& role : member.roles) roles.push_back(Value(role));
    arc.later(1).ask("add " + member.desk, console, "staff/add_person",
                     object({{"person", member.person},
                             {"site", member.site},
                             {"roles", std::move(roles)},
                             {"name", names[next++]}}));
  }
}

}  // namespace

House make_house(Dice dice, std::size_t hospitals, std::size_t factories) {
  House house;
  house.study = dice.id();
  house.carrier = dice.id();
  for (std::size_t i = 0; i < hospitals; ++i) add_hospital(house, dice, i);
  for (std::size_t i = 0; i < factories; ++i) add_factory(house, dice, i);
  for (std::size_t i = 0; i < couriers; ++i) {
    const std::string desk = i == 0 ? "courier" : "courier-" + std::to_string(i + 1);
    house.couriers.push_back(join(house, dice, house.carrier, desk, {"courier"}));
  }
  return house;
}

std::vector<std::string> names_of_members(const House& house, Dice dice) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < house.members.size(); ++i) out.push_back(invented_name(dice));
  return out;
}

Arc opening(const House& house, const std::string& console, const Dice& dice,
            kernel::Instant midnight, int last) {
  Arc arc(dice.apart("times", 0));
  arc.on(0, 8, 40);
  register_all(arc, house, console, dice);
  arc.on(1, 10).ask("open the study", house.hospitals.front().investigator, "study/open",
                    object({{"study", house.study},
                            {"code", "IIT-CD19-01"},
                            {"use", "iit"},
                            {"donation", "autologous"},
                            {"specification", specification()},
                            {"bedside_window_min", 30},
                            {"delegation_log", "elsewhere"}}));
  constexpr int first = 3;
  const auto day = [&](int number) {
    return kernel::to_text(midnight + std::chrono::days(number));
  };
  for (int from = first; from <= last; from += approval_days) {
    // The next approval is there some weeks before the one in force ends.
    if (from == first) {
      arc.on(2, 14);
    } else {
      arc.on(approval_days - (from == first + approval_days ? 30 : 0), 14);
    }
    for (const Hospital& h : house.hospitals) {
      arc.later(3).ask("approval at " + h.code, h.investigator, "study/open_site",
                       object({{"study", house.study},
                               {"site", h.site},
                               {"reference", "EC-" + h.code + "-" + std::to_string(from)},
                               {"valid_from", day(from)},
                               {"valid_until", day(from + approval_days)}}));
    }
  }
  return arc;
}

}  // namespace veinline::tools::cohort
