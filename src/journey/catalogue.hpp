// SPDX-License-Identifier: Apache-2.0
// Catalogue: all facts and commands. The single description that every layer reads; no layer has a
// switch over stages. A stage tells the catalogue about itself in one function.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journey/decision.hpp"
#include "journey/duty.hpp"
#include "journey/field.hpp"
#include "journey/plain.hpp"
#include "journey/roles.hpp"
#include "journey/world.hpp"

namespace veinline::journey {

enum class Kind : std::uint8_t {
  permission,  ///< may be refused by a medical rule
  observation  ///< has already happened: never refused by a medical rule
};
constexpr std::string_view text(Kind kind) {
  switch (kind) {
    case Kind::permission:
      return "permission";
    case Kind::observation:
      return "observation";
  }
  return "";
}

/// Which reading of the history a fact belongs to.
enum class Strand : std::uint8_t { identity, custody, condition, record };
constexpr std::string_view text(Strand strand) {
  switch (strand) {
    case Strand::identity:
      return "identity";
    case Strand::custody:
      return "custody";
    case Strand::condition:
      return "condition";
    case Strand::record:
      return "record";
  }
  return "";
}

/// The key of an owner's texts of one class, which a fact says is destroyed.
struct DoomedKey {
  Thing owner;
  kernel::KeyClass key_class = kernel::KeyClass::trace;
};

/// Whether quality and a physician may put another record in its place.
enum class Correctable : std::uint8_t { yes, never };

struct FactType {
  std::string stored_name;  ///< "custody.handed_over/1"
  std::string stage;
  Kind kind = Kind::observation;  ///< of the command that tells it
  Strand strand = Strand::record;
  std::vector<Field> fields;
  std::string upcast_to;  ///< the newer stored name; empty for a current fact
  kernel::Object (*upcast)(const kernel::Object&) = nullptr;
  /// False when `data` is not this fact.
  bool (*evolve)(World&, const Told&, const kernel::Object& data) = nullptr;
  /// Things that it changes beside those its marked fields name.
  std::vector<Thing> (*also_changes)(const kernel::Object& data) = nullptr;
  /// In a blinded study it is for those alone who may know the arm (views/sight.hpp).
  bool tells_arm = false;
  /// It is for those alone who see everything, an administrator or an inspector, and of these not
  /// for whom it names (views/sight.hpp).
  bool for_overseers = false;
  /// False: it has commands of its own to undo it, and is never corrected.
  bool correctable = true;
  /// What the stage tells of such a fact when it comes by a correction: first the fact, with the
  /// members that follow from others, then what follows from it. Null: the fact as it is.
  Facts (*retell)(Reader&, const Asked&, const kernel::Object& data) = nullptr;
  /// What the stage tells when such a fact was entered in error and is taken back. Null: nothing.
  Facts (*taken_back)(Reader&, const Asked&, const kernel::Object& data) = nullptr;
  /// The key that is destroyed once such a fact is recorded. Null: none is.
  std::optional<DoomedKey> (*destroys)(const kernel::Object& data) = nullptr;
  /// What is wrong with `data` as this fact; empty when nothing is.
  std::vector<BadField> (*check)(const kernel::Object& data) = nullptr;
};

/// What `decide` gives back: a decision, or what is wrong with the command itself.
using Judged = kernel::Result<Decision, std::vector<BadField>>;

struct CommandType {
  std::string name;  ///< "custody/hand_over"
  std::string stage;
  std::string help;
  Kind kind = Kind::permission;
  Roles roles{};
  std::string signs;  ///< the meaning that its signature must have; empty: no signature
  /// Its signature wants all components of the signer at that moment, also within a session.
  bool signs_fully = false;
  /// A second person at somebody else's device signs it with badge and PIN: gloves are on.
  bool signs_at_device = false;
  /// Its signature wants a second factor at that moment: who has none in a session signs it not.
  bool wants_second_factor = false;
  std::optional<Duty> duty{};  ///< in a study whose investigator keeps a log of who may do it
  bool needs_reason = false;   ///< a reason code is required
  bool mends_history = false;  ///< allowed on things whose history is strange
  bool live_only = false;      ///< never in the name of somebody whom a file names
  /// Decided by what ties `data.subject` to products: Asked::ties.
  bool weighs_retention = false;
  /// In a blinded study it is for those alone who may know the arm. Of an observation nothing
  /// follows.
  bool tells_arm = false;
  bool machine_only = false;  ///< only at the machine of the node, never over a network
  bool with_bytes = false;    ///< only when the bytes that it names came with it
  /// Decided by where the treatments and materials of `data.subject` are: Asked::of_subject.
  bool asks_who_sees = false;
  /// What it names is in the asker's hands or before their eyes: what a rule says of it is told,
  /// whether they could read of it or not (docs/decisions/0045).
  bool at_hand = false;
  /// It reads, or belongs to the emergency itself: what its asker opened in one is there for it.
  /// For whatever else is done an opening opens nothing.
  bool reads_opened = false;
  std::vector<Field> fields;
  Judged (*decide)(Reader&, const Asked&, const kernel::Object& data) = nullptr;
  /// Reads what it says of a person before the vault has it. Null: its texts are what they are.
  PlainTexts (*texts)(const kernel::Object& data, const PlainGiven& given) = nullptr;
};

class Catalogue {
 public:
  Catalogue() = default;
  Catalogue(Catalogue&&) = default;  // entries stay where they are: others point at them
  Catalogue& operator=(Catalogue&&) = default;
  Catalogue(const Catalogue&) = delete;
  Catalogue& operator=(const Catalogue&) = delete;
  ~Catalogue() = default;

  /// Begins a stage; the facts, commands and rules that follow are its own.
  void stage(std::string_view name) {
    stage_ = name;
    stages_.emplace_back(name);
  }

  /// A stage may say `Facts retell(Reader&, const Asked&, const F&)` beside its evolve, and
  /// `Facts taken_back(Reader&, const Asked&, const F&)`.
  template <class F>
  void fact(Kind kind, Strand strand, Correctable correctable = Correctable::yes) {
    FactType type = named<F>(kind, strand);
    type.correctable = correctable == Correctable::yes;
    if constexpr (requires(Reader & r, const Asked& a, const F& f) { retell(r, a, f); }) {
      type.retell = [](Reader& reader, const Asked& asked, const kernel::Object& data) {
        std::vector<BadField> bad;
        auto value = codec::get<F>(data, "", bad);
        INVARIANT(value.has_value());  // its form was checked
        return retell(reader, asked, *value);
      };
    }
    if constexpr (requires(Reader & r, const Asked& a, const F& f) { taken_back(r, a, f); }) {
      type.taken_back = [](Reader& reader, const Asked& asked, const kernel::Object& data) {
        std::vector<BadField> bad;
        auto value = codec::get<F>(data, "", bad);
        return value ? taken_back(reader, asked, *value) : Facts{};
      };
    }
    type.evolve = [](World& world, const Told& told, const kernel::Object& data) {
      std::vector<BadField> bad;
      auto value = codec::get<F>(data, "", bad);
      if (value) evolve(world, told, *value);  // the stage's own: a forgotten one does not compile
      return value.has_value();
    };
    add(std::move(type));
  }
  /// An older version of a fact: `Newer upcast(const Older&)` in the stage reads it as a newer one.
  template <class Older, class Newer>
  void older_fact(Kind kind, Strand strand) {
    FactType type = named<Older>(kind, strand);
    type.upcast_to = Newer::stored_name;
    type.upcast = [](const kernel::Object& data) {
      std::vector<BadField> bad;
      auto value = codec::get<Older>(data, "", bad);
      return value ? codec::put<Newer>(upcast(*value)) : kernel::Object{};
    };
    add(std::move(type));
  }
  template <class C>
  void command() {
    CommandType type;
    type.name = C::name;
    type.stage = stage_;
    type.help = C::help;
    type.kind = C::kind;
    type.roles = C::roles;
    if constexpr (requires { C::signs; }) type.signs = C::signs;
    if constexpr (requires { C::duty; }) type.duty = C::duty;
    if constexpr (requires { C::signs_fully; }) type.signs_fully = C::signs_fully;
    if constexpr (requires { C::signs_at_device; }) type.signs_at_device = C::signs_at_device;
    if constexpr (requires { C::wants_second_factor; }) {
      type.wants_second_factor = C::wants_second_factor;
    }
    if constexpr (requires { C::needs_reason; }) type.needs_reason = C::needs_reason;
    if constexpr (requires { C::mends_history; }) type.mends_history = C::mends_history;
    if constexpr (requires { C::live_only; }) type.live_only = C::live_only;
    if constexpr (requires { C::weighs_retention; }) type.weighs_retention = C::weighs_retention;
    if constexpr (requires { C::asks_who_sees; }) type.asks_who_sees = C::asks_who_sees;
    if constexpr (requires { C::tells_arm; }) type.tells_arm = C::tells_arm;
    if constexpr (requires { C::at_hand; }) type.at_hand = C::at_hand;
    if constexpr (requires { C::reads_opened; }) type.reads_opened = C::reads_opened;
    if constexpr (requires { C::machine_only; }) type.machine_only = C::machine_only;
    if constexpr (requires { C::with_bytes; }) type.with_bytes = C::with_bytes;
    if constexpr (requires { &C::texts; }) type.texts = &C::texts;
    type.fields = codec::table<C>();
    type.decide = [](Reader& reader, const Asked& asked, const kernel::Object& data) -> Judged {
      std::vector<BadField> bad;
      auto order = codec::get<C>(data, "", bad);
      // Also when all that is wrong is a member that nobody knows: a misspelt one would be lost.
      if (!order || !bad.empty()) return kernel::Failure{std::move(bad)};
      return decide(reader, asked, *order);
    };
    add(std::move(type));
  }
  void rule(const Rule& rule) { rules_.push_back(&rule); }

  [[nodiscard]] const FactType* fact(std::string_view stored_name) const;
  [[nodiscard]] const CommandType* command(std::string_view name) const;
  [[nodiscard]] const std::deque<FactType>& facts() const { return facts_; }
  [[nodiscard]] const std::deque<CommandType>& commands() const { return commands_; }
  [[nodiscard]] const std::vector<const Rule*>& rules() const { return rules_; }
  [[nodiscard]] const std::vector<std::string>& stages() const { return stages_; }
  /// The schemes of all aliases, in the order of the alphabet.
  [[nodiscard]] const std::vector<std::string>& schemes() const { return schemes_; }

 private:
  template <class F>
  FactType named(Kind kind, Strand strand) {
    FactType type;
    type.stored_name = F::stored_name;
    type.stage = stage_;
    type.kind = kind;
    type.strand = strand;
    type.fields = codec::table<F>();
    if constexpr (requires { F::tells_arm; }) type.tells_arm = F::tells_arm;
    if constexpr (requires { F::for_overseers; }) type.for_overseers = F::for_overseers;
    type.check = [](const kernel::Object& data) {
      std::vector<BadField> bad;
      static_cast<void>(codec::get<F>(data, "", bad));
      return bad;
    };
    if constexpr (requires(const F& f) { f.destroys(); }) {
      type.destroys = [](const kernel::Object& data) -> std::optional<DoomedKey> {
        std::vector<BadField> bad;
        const auto value = codec::get<F>(data, "", bad);
        if (!value) return std::nullopt;
        return value->destroys();
      };
    }
    type.also_changes = [](const kernel::Object& data) {
      std::vector<Thing> also;
      if constexpr (requires(const F& f) { f.also_changes(); }) {
        std::vector<BadField> bad;
        if (auto value = codec::get<F>(data, "", bad)) also = value->also_changes();
      } else {
        static_cast<void>(data);
      }
      return also;
    };
    return type;
  }
  void add(FactType type);     // INVARIANT: the stored name is new
  void add(CommandType type);  // INVARIANT: the name is new

  std::string stage_;
  std::vector<std::string> stages_;
  std::vector<std::string> schemes_;
  std::deque<FactType> facts_;
  std::deque<CommandType> commands_;
  std::vector<const Rule*> rules_;
  std::map<std::string, const FactType*, std::less<>> fact_by_name_;
  std::map<std::string, const CommandType*, std::less<>> command_by_name_;
};

/// Everything that this program knows how to say: one line a stage, in catalogue.cpp.
Catalogue whole_catalogue();

/// The data of a fact as the newest version of it, and that version; nullptr for an unknown name.
struct Current {
  const FactType* type;
  kernel::Object data;
};
Current current(const Catalogue& catalogue, std::string_view stored_name,
                const kernel::Object& data);

/// The keys of the things that a fact with this data changes, and of those it mentions.
struct Touched {
  std::vector<std::string> changes;
  std::vector<std::string> mentions;
};
Touched touched(const FactType& type, const kernel::Object& data);

/// Rules that no stage owns: they hold for every command.
namespace general {
inline constexpr Rule unknown_thing{"general.unknown_thing", "R08"};
inline constexpr Rule thing_exists{"general.thing_exists", "R06"};
inline constexpr Rule unknown_alias{"general.unknown_alias", "R07"};
inline constexpr Rule label_differs{"general.label_differs", "R09"};
inline constexpr Rule role_missing{"general.role_missing", "R43"};
inline constexpr Rule of_another_site{"general.of_another_site", "R43"};
inline constexpr Rule of_another_study{"general.of_another_study", "R43"};
inline constexpr Rule signature_missing{"general.signature_missing", "R41"};
inline constexpr Rule proof_missing{"general.proof_missing", "R41"};
inline constexpr Rule full_proof_missing{"general.full_proof_missing", "R41"};
inline constexpr Rule second_factor_missing{"general.second_factor_missing", "R41"};
inline constexpr Rule signed_otherwise{"general.signed_otherwise", "R41"};
inline constexpr Rule reason_missing{"general.reason_missing", "E1"};
inline constexpr Rule strange_history{"general.strange_history", "R40"};
inline constexpr Rule time_in_future{"general.time_in_future", "R40"};
inline constexpr Rule time_order{"general.time_order", "R14"};
inline constexpr Rule permission_of_the_past{"general.permission_of_the_past", "R40"};
inline constexpr Rule not_by_import{"general.not_by_import", "R43"};
inline constexpr Rule only_at_the_machine{"general.only_at_the_machine", "R43"};
inline constexpr Rule only_with_its_bytes{"general.only_with_its_bytes", "E1"};
void tell(Catalogue& catalogue);
}  // namespace general

}  // namespace veinline::journey
