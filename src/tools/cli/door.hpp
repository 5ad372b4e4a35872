// SPDX-License-Identifier: Apache-2.0
// Door: the API, whether it is a server at an address or this process on a data folder.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "exchange/words.hpp"
#include "gateway/net/message.hpp"
#include "kernel/canonical.hpp"
#include "kernel/result.hpp"
#include "node/node.hpp"

namespace veinline::tools::cli {

/// Where a command line command goes.
struct Where {
  std::string data;        ///< folder of a node that is not being served
  std::string server;      ///< or the address of one that is
  std::string token_file;  ///< who asks the server
  std::string ca_file;     ///< PEM, whom to believe under https; empty: the system's authorities
  std::string as;          ///< who asks the folder: a person id; empty: the person at its console
  std::string language;    ///< in which it answers; empty: as the environment says
  /// This program, to be started again for a PDF that is filed or given; empty: it is read here.
  std::string program{};
};

/// The language that was asked for, else that of LC_ALL, LC_MESSAGES or LANG, the first that says
/// one (POSIX.1-2017 section 8.2).
exchange::Language language_for(const std::string& asked);

/// Whatever is asked through it is answered in its language.
class Door {
 public:
  explicit Door(exchange::Language language) : language_(language) {}
  virtual ~Door() = default;
  kernel::Result<gateway::net::HttpResponse, std::string> ask(gateway::net::HttpRequest request);
  /// An answer that has no end, told piece by piece as it comes, as long as `told` says so.
  kernel::Result<gateway::net::HttpResponse, std::string> follow(
      gateway::net::HttpRequest request, const std::function<bool(std::string_view)>& told);
  [[nodiscard]] exchange::Language language() const { return language_; }

 private:
  virtual kernel::Result<gateway::net::HttpResponse, std::string> carry(
      gateway::net::HttpRequest request) = 0;
  virtual kernel::Result<gateway::net::HttpResponse, std::string> carry_on(
      gateway::net::HttpRequest request, const std::function<bool(std::string_view)>& told) = 0;

  const exchange::Language language_;
};
/// The error is a sentence for the person at the command line.
kernel::Result<std::unique_ptr<Door>, std::string> open_door(const Where& where);

/// The whole of a file to take in, or of standard input for "-"; the error is a sentence.
kernel::Result<std::string, std::string> whole_input(const std::string& path);
/// The first line of a file; the error is a sentence.
kernel::Result<std::string, std::string> first_line_of(const std::string& path);
/// The bearer token on the first line of a file. A file with anything else is refused.
kernel::Result<std::string, std::string> token_of(const std::string& path);

/// How an answer is shown, and with which exit code the program ends.
enum class Style : std::uint8_t { people, json };
/// Prints the body of an answer, or a problem; 0 when it was well, 1 when it was refused, 2 else.
int show_answer(const gateway::net::HttpResponse& answer, Style style, exchange::Language language);
/// A key for a command that was given none: opaque, and in the order of time.
std::string new_command_key();
/// The request to do a command, under this key.
gateway::net::HttpRequest command_request(const std::string& command, const std::string& key,
                                          const kernel::Object& body);
/// Says on standard error why nothing came of it; 2.
int cannot(const std::string& why);
constexpr int exit_cannot = 2;  ///< what cannot() returns

}  // namespace veinline::tools::cli
