// SPDX-License-Identifier: Apache-2.0
// Settings: flags over the environment over the file, and every mistake told with its place.
#include "tools/cli/settings.hpp"

#include <gtest/gtest.h>

namespace veinline::tools::cli {
namespace {

SettingSource source_of(std::string toml, std::map<std::string, std::string> variables = {},
                        std::map<std::string, std::vector<std::string>> flags = {}) {
  return {std::move(toml),
          [variables](const std::string& name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            if (found == variables.end()) return std::nullopt;
            return found->second;
          },
          std::move(flags)};
}

TEST(Settings, are_taken_from_flags_before_the_environment_before_the_file) {
  const std::string file = "listen = \"127.0.0.1:1\"\n[limits]\nworkers = 4\nidle-seconds = 7\n";
  EXPECT_EQ(read_settings(source_of(file))->listen, "127.0.0.1:1");
  EXPECT_EQ(read_settings(source_of(file, {{"VEINLINE_LISTEN", "localhost:2"}}))->listen,
            "localhost:2");
  const auto all = read_settings(
      source_of(file, {{"VEINLINE_LISTEN", "localhost:2"}, {"VEINLINE_LIMITS_WORKERS", "5"}},
                {{"listen", {"[::1]:3"}}}));
  ASSERT_TRUE(all.has_value());
  EXPECT_EQ(all->listen, "[::1]:3");
  EXPECT_EQ(all->workers, 5);
  EXPECT_EQ(all->idle_s, 7);
}

TEST(Settings, of_a_list_are_replaced_whole) {
  const std::string file = "[witness]\nlogs = [\"a\", \"b\"]\n";
  EXPECT_EQ(read_settings(source_of(file))->witness_logs.size(), 2U);
  EXPECT_EQ(read_settings(source_of(file, {{"VEINLINE_WITNESS_LOGS", "::1"}}))->witness_logs,
            (std::vector<std::string>{"::1"}));
  EXPECT_TRUE(
      read_settings(source_of(file, {{"VEINLINE_WITNESS_LOGS", ""}}))->witness_logs.empty());
}

TEST(Settings, that_are_wrong_are_all_told_at_once_with_their_place_and_without_their_value) {
  const auto read = read_settings(
      source_of("lissen = \"secret\"\n[limits]\nworkers = \"secret\"\nidle-seconds = "
                "0\n[witness]\nlogs = 5\n",
                {{"VEINLINE_LIMITS_CONNECTIONS", "many"}}, {{"witness.wanted", {"99"}}}));
  ASSERT_FALSE(read.has_value());
  std::map<std::string, std::string> by_place;
  for (const SettingFault& fault : read.error()) {
    by_place[fault.where] = fault.name;
    EXPECT_EQ(fault.why.find("secret"), std::string::npos);
    EXPECT_FALSE(fault.why.empty());
  }
  EXPECT_EQ(by_place, (std::map<std::string, std::string>{
                          {"line 1", ""},
                          {"line 3", "limits.workers"},
                          {"line 4", "limits.idle-seconds"},
                          {"line 6", "witness.logs"},
                          {"VEINLINE_LIMITS_CONNECTIONS", "limits.connections"},
                          {"--witness-wanted", "witness.wanted"}}));
}

TEST(Settings, that_contradict_each_other_and_files_that_are_none_are_refused) {
  EXPECT_FALSE(read_settings(source_of("listen = \n")).has_value());
  EXPECT_FALSE(read_settings(source_of("listen = \"a\"\nlisten = \"b\"\n")).has_value());
  EXPECT_FALSE(read_settings(source_of("[witness]\npeers = [\"a\"]\nwanted = 2\n")).has_value());
}

TEST(Settings, let_nobody_listen_in_plain_for_other_machines) {
  const auto listens = [](const std::string& where, const std::string& more = "") {
    return read_settings(source_of("listen = \"" + where + "\"\n" + more)).has_value();
  };
  for (const char* here : {"127.0.0.1:1", "127.1.2.3:1", "localhost:1", "[::1]:1"}) {
    EXPECT_TRUE(listens(here)) << here;
  }
  for (const char* elsewhere : {"0.0.0.0:1", "[::]:1", "10.0.0.1:1", "clinic.example:1"}) {
    EXPECT_FALSE(listens(elsewhere)) << elsewhere;
    EXPECT_TRUE(listens(elsewhere, "[tls]\ncertificate = \"a\"\nkey = \"b\"\n")) << elsewhere;
    EXPECT_TRUE(listens(elsewhere, "[proxies]\ntrusted = [\"10.0.0.2\"]\n")) << elsewhere;
  }
  EXPECT_FALSE(listens("127.0.0.1:1", "[tls]\ncertificate = \"a\"\n")) << "without its key";
  EXPECT_FALSE(listens("127.0.0.1:1", "[proxies]\ntrusted = [\"proxy.example\"]\n"));
  EXPECT_FALSE(listens("127.0.0.1:1", "[proxies]\nheader = \"x-real-ip\"\n"));
}

TEST(Settings, say_how_many_threads_speak_to_clients_or_leave_it_to_the_machine) {
  EXPECT_EQ(threads_of({}, 0), 1U) << "a machine that does not say";
  EXPECT_EQ(threads_of({}, 2), 1U);
  EXPECT_EQ(threads_of({}, 6), 3U);
  EXPECT_EQ(threads_of({}, 128), 4U);
  Settings settings;
  settings.threads = 7;
  EXPECT_EQ(threads_of(settings, 2), 7U);
}

TEST(Settings, R41_let_a_token_alone_sign_at_a_demonstration_or_where_the_operator_says_so) {
  Settings settings;
  EXPECT_TRUE(tokens_sign(settings, "demonstration.veinline.invalid/log"));
  EXPECT_FALSE(tokens_sign(settings, "node.clinic.example/log"));
  settings.tokens_sign = "no";
  EXPECT_FALSE(tokens_sign(settings, "demonstration.veinline.invalid/log"));
  settings.tokens_sign = "yes";
  EXPECT_TRUE(tokens_sign(settings, "node.clinic.example/log"));
}

TEST(Settings, R41_no_password_stands_in_a_flag_where_everybody_reads_it) {
  for (const char* address :
       {"postgresql://u:S3CRET@h/db", "postgresql://u:S3/CR@ET@h/db",
        "postgres://u:S3CRET@/db?host=/x", "postgresql://u@h/db?password=S3CRET",
        "postgresql://u@h/db?sslpassword=S3CRET&a=b", "host=h password=S3CRET dbname=d",
        "host=h password = 'S3 CRET'"}) {
    EXPECT_TRUE(has_password(address)) << address;
    const auto refused = read_settings(source_of("", {}, {{"store", {address}}}));
    ASSERT_FALSE(refused.has_value()) << address;
    EXPECT_EQ(refused.error().front().where, "--store");
    EXPECT_EQ(refused.error().front().why.find("S3"), std::string::npos);
    const std::string file = "store = \"" + std::string(address) + "\"\n";
    EXPECT_EQ(read_settings(source_of(file))->store, address) << "a file is read by its owner";
    EXPECT_EQ(read_settings(source_of("", {{"VEINLINE_STORE", address}}))->store, address);
  }
  for (const char* address :
       {"postgresql://u@h:5432/db", "postgresql://h:5432/db", "postgresql://u@h1:1,h2:2/db?a=b@c",
        "postgresql://u@/db?passfile=/etc/pass", "host=h user=password", ""}) {
    EXPECT_FALSE(has_password(address)) << address;
  }
}

TEST(Settings, name_a_place_to_listen) {
  EXPECT_EQ(listen_at("[::1]:80")->host, "::1");
  EXPECT_EQ(listen_at("a:80")->port, 80);
  for (const char* bad : {"", "a", ":80", "a:", "a:x", "a:65536", "a:80 "}) {
    EXPECT_FALSE(listen_at(bad)) << bad;
  }
}

TEST(Settings, are_written_as_a_file_that_reads_back_the_same) {
  Settings settings;
  settings.listen = "[::1]:1";
  settings.data = "a \"quoted\" \\ path, of:somebody@home";
  settings.witness_peers = {"http://x VKEY", "http://y VKEY"};
  settings.witness_wanted = 2;
  EXPECT_EQ(read_settings(source_of(to_toml(settings))).value(), settings);
  EXPECT_EQ(read_settings(source_of(to_toml({}))).value(), Settings{});
  for (const char* address :
       {"postgresql://u:S3CRET@h/db", "u:S3CRET@h", "host=h password=S3CRET dbname=d"}) {
    Settings secret;
    secret.store = address;
    EXPECT_EQ(to_toml(secret).find("S3CRET"), std::string::npos) << "a password is shown";
  }
}

TEST(Settings, have_one_name_in_three_spellings) {
  for (const SettingType& type : all_settings()) {
    EXPECT_TRUE(type.variable().starts_with("VEINLINE_"));
    EXPECT_EQ(type.flag().find('.'), std::string::npos);
    EXPECT_FALSE(type.help.empty());
  }
}

TEST(Settings, of_a_file_that_confuses_its_reader_are_refused_and_end_nothing) {
  const std::string brackets(80, '[');
  const auto read = read_settings(source_of("data = 'a'\n" + brackets + "w]\nx = [ 1, ]\n"));
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().front().why, "this is no TOML");
}

TEST(Settings, may_be_in_any_script_in_texts_and_comments_and_nowhere_else) {
  const auto read =
      read_settings(source_of("# 数据 \"é\ndata = \"/数据/é\" # é\nlisten = 'localhost:1'\n"));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->data, "/数据/é");
  const auto refused = read_settings(source_of("listen = 'localhost:1'\né = 1\n"));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().front().where, "line 2");
}

}  // namespace
}  // namespace veinline::tools::cli
