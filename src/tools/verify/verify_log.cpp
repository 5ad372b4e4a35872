// SPDX-License-Identifier: Apache-2.0
// Verifying a log whose records can be read: every record, its place, and the signed root.
#include <algorithm>
#include <span>

#include "tools/verify/case.hpp"

namespace veinline::tools::verify {

namespace {

// Few enough that a core still has them in its nearer cache when they are hashed.
constexpr std::uint32_t records_at_once = 256;

void missing(Case& the, Seq seq) {
  the.broken(
      "Record " + std::to_string(seq) + " is missing, although the node signed a log that has it.",
      seq);
}

bool read_records(Case& the, const LogSource& log) {
  const std::uint64_t size = the.checkpoint().size;
  for (Seq next = 1; next <= size;) {
    const auto wanted =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(records_at_once, size - next + 1));
    const auto records = log.read(next, wanted);
    if (!records) return the.fault(records.error()), false;
    if (records->empty()) return missing(the, next), false;
    for (const ledger::StoredRecord& record : *records) {
      if (next > size) break;
      if (record.seq != next) return missing(the, next), false;
      if (!the.record(next, record.leaf, record.bytes)) return false;
      the.add(record.leaf);
      ++next;
    }
  }
  return true;
}

// Records past the checkpoint are well when the log grew while it was read, and only then.
bool end_is_covered(Case& the, const LogSource& log) {
  const Seq past = the.checkpoint().size + 1;
  const auto more = log.read(past, 1);
  if (!more) return the.fault(more.error()), false;
  if (more->empty()) return true;
  const auto newer = log.checkpoint();
  if (!newer) return the.fault(newer.error()), false;
  const auto opened = ledger::open_checkpoint(*newer, std::span(&*the.key(), 1));
  if (opened && opened->size >= past) return true;
  the.broken("Record " + std::to_string(past) + " stands after the end that the node signed.",
             past);
  return false;
}

void judge(Case& the, const LogSource& log) {
  const auto vkey = log.vkey();
  if (!vkey) return the.fault(vkey.error());
  const auto checkpoint = log.checkpoint();
  if (!checkpoint) return the.fault(checkpoint.error());
  if (!the.open(*checkpoint, *vkey) || !the.reaches_since()) return;
  if (!read_records(the, log) || !the.close_tree() || !end_is_covered(the, log)) return;
  the.close("All " + std::to_string(the.checkpoint().size) +
            " records of the log are as the node sealed them, and in order.");
}

}  // namespace

Verdict verify_log(const LogSource& log, const Options& options) {
  Case the(options);
  judge(the, log);
  return std::move(the).verdict();
}

}  // namespace veinline::tools::verify
