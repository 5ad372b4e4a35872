// SPDX-License-Identifier: Apache-2.0
// Intake: files of commands from other systems; each record of one names its import as its cause.
#pragma once

#include "journey/catalogue.hpp"

namespace veinline::journey::intake {

/// A file from another system is being taken in, in the name of the people it names.
struct ImportBegun {
  static constexpr std::string_view stored_name = "intake.import_begun/1";
  ImportId import;
  Code source;
  HexDigest file;
  static constexpr auto describe() {
    return std::tuple{field("import", &ImportBegun::import, "The new import.", Mark::changes),
                      field("source", &ImportBegun::source, "Code of the other system."),
                      field("file", &ImportBegun::file, "SHA-256 of the file.")};
  }
};

struct BeginImport {
  static constexpr std::string_view name = "intake/begin_import";
  static constexpr std::string_view help = "Begin to take in a file from another system.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::importer, Role::administrator};
  ImportId import;
  Code source;
  HexDigest file;
  static constexpr auto describe() {
    return std::tuple{
        field("import", &BeginImport::import, "The new import; made when left out.", Mark::fresh),
        field("source", &BeginImport::source, "Code of the other system."),
        field("file", &BeginImport::file, "SHA-256 of the file, in hex.")};
  }
};

}  // namespace veinline::journey::intake
