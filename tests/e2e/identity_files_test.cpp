// SPDX-License-Identifier: Apache-2.0
// No name, number, date of birth or address of a patient is in any file of a node, in any form.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "node/node.hpp"
#include "support/given.hpp"

namespace veinline::e2e {
namespace {

using namespace support;
using kernel::Array;
using kernel::Object;
using kernel::Value;

constexpr const char* card_number = "11010519491231002X";
// ----------------------------------------------------------------------------

std::string utf16(std::string_view utf8, bool big_endian) {
  std::string out;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(utf8[at]); };
    unsigned point = byte(i);
    std::size_t length = 1;
    if (byte(i) >= 0xE0U) {
      point = (byte(i) & 0x0FU) << 12U | (byte(i + 1) & 0x3FU) << 6U | (byte(i + 2) & 0x3FU);
      length = 3;
    }
    i += length;
    const char high = static_cast<char>(point >> 8U);
    const char low = static_cast<char>(point & 0xFFU);
    out += big_endian ? std::string{high, low} : std::string{low, high};
  }
  return out;
}

/// A text in every form in which it could have slipped through.
std::map<std::string, std::string> forms(const std::string& text) {
  std::map<std::string, std::string> out{{"UTF-8", text},
                                         {"UTF-16LE", utf16(text, false)},
                                         {"UTF-16BE", utf16(text, true)},
                                         {"hex", kernel::to_hex(kernel::bytes_of(text))}};
  std::string upper = out["hex"];
  for (char& c : upper) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  out["HEX"] = upper;
  // Wherever in a longer text it stands: without the characters that its neighbours share.
  for (std::size_t shift = 0; shift < 3; ++shift) {
    std::string whole = kernel::to_base64(kernel::bytes_of(std::string(shift, 'x') + text));
    whole.erase(0, shift == 0 ? 0 : shift + 1);
    while (!whole.empty() && whole.back() == '=') whole.pop_back();
    whole.pop_back();
    out["base64 at " + std::to_string(shift)] = whole;
  }
  return out;
}

std::vector<std::string> where_it_is(const std::string& folder, const std::string& text) {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    for (const auto& [form, needle] : forms(text)) {
      if (bytes.find(needle) != bytes.npos) out.push_back(entry.path().string() + ": " + form);
    }
  }
  return out;
}

const std::string name_of_patient = "欧阳示例明";
const std::string address = "example road 17, flat 3";

void ask(node::Node& node, const std::string& person, const char* command, Object order) {
  commands::Request request;
  request.account = person;
  request.key = node.desk().fresh_key();
  request.command = command;
  request.data = std::move(order);
  request.sign = node.catalogue().command(command)->signs;
  const auto reply = node.desk().ask(std::move(request));
  EXPECT_TRUE(reply.has_value()) << command << " " << (reply ? "" : reply.error().code);
}

/// A hospital, and somebody there who opens a study. The id of both.
std::pair<std::string, std::string> make_hospital(node::Node& node, const std::string& study) {
  const std::string administrator = *node.console_person();
  const std::string site = commands::fresh_id(node.entropy());
  const std::string who = commands::fresh_id(node.entropy());
  ask(node, administrator, "study/register_site",
      object({{"site", site}, {"code", "H"}, {"kind", "hospital"}, {"zone", "Asia/Shanghai"}}));
  ask(node, administrator, "staff/add_person",
      object({{"person", who},
              {"site", site},
              {"roles", Array{Value("coordinator"), Value("investigator")}},
              {"name", "C D"}}));
  Object requirement = object({{"test", "VIABILITY"}, {"unit", "PERCENT"}, {"low", "70"}});
  ask(node, who, "study/open",
      object({{"study", study},
              {"code", "S-1"},
              {"use", "iit"},
              {"donation", "autologous"},
              {"specification", Array{Value(std::move(requirement))}},
              {"bedside_window_min", 30},
              {"delegation_log", "elsewhere"}}));
  ask(node, who, "study/open_site",
      object({{"study", study},
              {"site", site},
              {"reference", "EC-1"},
              {"valid_from", "2020-01-01T00:00:00.000Z"},
              {"valid_until", "2099-01-01T00:00:00.000Z"}}));
  return {site, who};
}

TEST(IdentityFiles, R43_no_name_and_no_number_is_in_any_file_of_the_node) {
  const TemporaryFolder folder;
  auto made = node::Node::create(folder.file("node"), "", {});
  ASSERT_TRUE(made.has_value());
  node::Node& node = **made;
  const std::string study = commands::fresh_id(node.entropy());
  const std::string subject = commands::fresh_id(node.entropy());
  const auto [site, who] = make_hospital(node, study);
  ask(node, who, "enrolment/enrol",
      object({{"subject", subject}, {"study", study}, {"site", site}}));
  Object order = object({{"subject", subject}, {"name", name_of_patient}});
  const Object card = object({{"kind", "resident_id"}, {"number", card_number}});
  order.set("documents", Value(Array{Value(card)}));
  ask(node, who, "identity/register", order);
  ask(node, who, "identity/set_contact",
      object({{"subject", subject}, {"kind", "address"}, {"value", address}}));
  const auto found = node.patients().find(site, name_of_patient, patients::By::name, {});
  ASSERT_TRUE(found.has_value());
  ASSERT_EQ(found->cards.size(), 1U);
  EXPECT_EQ(found->cards.front().name.name->reveal(), name_of_patient) << "it is really there";
  const auto by_number = node.patients().find(site, card_number, patients::By::number, {});
  ASSERT_TRUE(by_number.has_value());
  EXPECT_EQ(by_number->cards.size(), 1U);
  for (const std::string& text :
       {name_of_patient, std::string(card_number), std::string("1949-12-31"), address}) {
    const auto places = where_it_is(folder.file(""), text);
    EXPECT_TRUE(places.empty()) << text << " is in " << places.front();
  }
  std::ofstream(folder.file("planted"))
      << "x" << kernel::to_base64(kernel::bytes_of("ab" + name_of_patient));
  EXPECT_FALSE(where_it_is(folder.file(""), name_of_patient).empty())
      << "the search finds what is there";
}

}  // namespace
}  // namespace veinline::e2e
