// SPDX-License-Identifier: Apache-2.0
// GatheringVfs: an SQLite VFS that writes the frames of one commit to the WAL in one call. All else
// is the VFS beneath. docs/decisions/0015.
#pragma once

#include <memory>
#include <string>

struct sqlite3_vfs;

namespace veinline::storage::sqlite {

class GatheringVfs {
 public:
  /// Over the VFS of that name, the default one when empty. Null when there is none of that name.
  static std::unique_ptr<GatheringVfs> over(const std::string& base);
  /// No connection may be open that was opened through it.
  ~GatheringVfs();
  GatheringVfs(const GatheringVfs&) = delete;
  GatheringVfs& operator=(const GatheringVfs&) = delete;

  /// What sqlite3_open_v2 finds it by, until hide().
  [[nodiscard]] const char* name() const;
  /// Takes the name out of SQLite's list. Connections that are open go on.
  void hide();

 private:
  struct Shim;
  explicit GatheringVfs(sqlite3_vfs& base);
  std::unique_ptr<Shim> shim_;
  std::string name_;
};

}  // namespace veinline::storage::sqlite
