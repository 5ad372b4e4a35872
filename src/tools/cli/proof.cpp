// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/proof.hpp"

#include <termios.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <utility>

namespace veinline::tools::cli {

using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;

namespace {

/// What is typed is not shown as long as there is one of these.
class Unseen {
 public:
  Unseen() : is_changed_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!is_changed_) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~Unseen() {
    if (is_changed_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;

 private:
  termios before_{};
  const bool is_changed_;
};

std::string typed(const char* question) {
  std::cerr << question;
  const Unseen unseen;
  std::string line;
  std::getline(std::cin, line);
  std::cerr << "\n";
  return line;
}

std::string line_of(std::istream& in) {
  std::string line;
  std::getline(in, line);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace

Result<Object, std::string> proof_from(const std::string& path) {
  std::string password, code;
  if (path == "-" && ::isatty(STDIN_FILENO) == 1) {
    password = typed("Password: ");
    code = typed("Code of the app (nothing, if you have set up none): ");
  } else if (path == "-") {
    password = line_of(std::cin);
    code = line_of(std::cin);
  } else {
    std::ifstream in(path);
    if (!in) return Failure{"The file " + path + " cannot be read. Nothing was recorded."};
    password = line_of(in);
    code = line_of(in);
  }
  if (password.empty()) return Failure{std::string("There is no password. Nothing was recorded.")};
  Object out;
  out.set("password", Value(std::move(password)));
  if (!code.empty()) out.set("code", Value(std::move(code)));
  return out;
}

}  // namespace veinline::tools::cli
