// SPDX-License-Identifier: Apache-2.0
// Verifying an evidence bundle, record by record as it is read.
#include "tools/verify/case.hpp"

namespace veinline::tools::verify {

using ledger::BundleFault;
using ledger::BundleReader;

namespace {

void settle(Case& the, const BundleFault& fault) {
  const std::string where =
      fault.line == 0 ? std::string() : " (line " + std::to_string(fault.line) + ")";
  switch (fault.kind) {
    case BundleFault::Kind::unreadable:
    case BundleFault::Kind::other_format:
      return the.cannot_judge("Not read: " + fault.why + where + ".");
    case BundleFault::Kind::malformed:
      return the.broken("The file was cut off or altered: " + fault.why + where + ".");
    case BundleFault::Kind::manifest_differs:
    case BundleFault::Kind::wrong_signature:
      return the.broken("The file was altered: " + fault.why + where + ".");
  }
}

// A thing's records prove nothing about the rest of the log, and so about an older checkpoint only
// when it is of the same size.
bool may_compare(Case& the, const ledger::BundleHead& head) {
  if (head.is_whole_log()) return the.reaches_since();
  if (!the.since()) return true;
  if (the.since()->size != the.checkpoint().size) {
    the.cannot_judge(
        "This evidence is about one thing: it cannot show that the log still begins as the "
        "checkpoint you hold says. Verify the log itself, or a bundle of all of it.");
    return false;
  }
  if (the.since()->root != the.checkpoint().root) {
    the.broken("The log was forked: the checkpoint you hold is of the same size and differs.");
    return false;
  }
  return true;
}

bool take(Case& the, const ledger::BundleHead& head, const ledger::BundleItem& item) {
  const Seq seq = item.index + 1;
  if (!the.record(seq, item.leaf, item.record)) return false;
  if (head.is_whole_log()) {
    the.add(item.leaf);
    return true;
  }
  const ledger::Checkpoint& checkpoint = the.checkpoint();
  if (ledger::check_inclusion(item.leaf, item.index, checkpoint.size, item.proof,
                              checkpoint.root)) {
    return true;
  }
  the.broken("Record " + std::to_string(seq) + " is not in the log at that place.", seq);
  return false;
}

std::string what_holds(const ledger::BundleHead& head) {
  const std::string records = std::to_string(head.records);
  if (head.is_whole_log()) {
    return "All " + records + " records of the log are as the node sealed them, and in order.";
  }
  if (head.is_a_part()) {
    return "The " + records +
           " records about one thing are in the log as the node sealed them. They are what whoever "
           "exported them may see: the node says that there are others about it.";
  }
  return "The " + records +
         " records about one thing are in the log as the node sealed them. That there are no "
         "others about it is the node's signed word.";
}

void judge(Case& the, BundleReader& reader) {
  const auto head = reader.head();
  if (!head) return settle(the, head.error());
  if (!the.open(head->checkpoint_text, head->key.text()) || !may_compare(the, *head)) return;
  for (auto item = reader.next();; item = reader.next()) {
    if (!item) return settle(the, item.error());
    if (!item->has_value()) break;
    if (!take(the, *head, **item)) return;
  }
  if (head->is_whole_log() && !the.close_tree()) return;
  const auto end = reader.finish(*the.key());
  if (!end) return settle(the, end.error());
  the.close(what_holds(*head));
}

}  // namespace

Verdict verify_bundle(ledger::ByteSource& source, const Options& options) {
  Case the(options);
  BundleReader reader(source);
  judge(the, reader);
  return std::move(the).verdict();
}

}  // namespace veinline::tools::verify
