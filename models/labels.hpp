// Luck belongs to things. A draw is labelled by the thing that it is about, and a thing is named by what brought it about,
// never by how many came before: one more connection, fault or poll leaves the luck of everything else alone.
//
//     thing          its root                                                                nth
//     job            itself                                                                  0
//     connection     the start of the app, the job whose view opened it, or the scripted     from 0, the connections of
//                    fault that ended the one before                                         this root
//     polling loop   that of the submission that started it, or of the connection whose      0; n + 1 for the failure of
//                    failure did                                                             connection n
//     notification   its job                                                                 from 0, the copies
//
// A label (sim::Label) has 96 bits for this; purpose (8) and replication (24) make them the 128 of the generator's counter:
//
//     word      lower bits first                                                    bound of the settings
//     entity    user, or instance (20) | kind of root (2) | nth, upper bits (10)    session.users, server.instances
//     scope     number of the root (14) | nth, lower bits (18)                      jobs.count, 10,000 scripted faults
//     ordinal   part: attempt, poll, ping, outage ... (30) | copy (2)               see below
//
// A run lasts 48 hours at most (session.duration and session.drain, 24 h each). What has a part comes once in a millisecond at
// most (ping.interval, polling.interval, outbox.retry_delay; session.shortest_fault_gap): below 2^28. So does a connection of
// a root: who comes back at once has waited 1 ms for a health check or by connection.status_retry_after, the others
// connection.reconnect_after, 10 ms or with jitter 5 ms on average.
#pragma once

#include <cstdint>
#include <string>

#include <lastseen/models/purposes.hpp>
#include <lastseen/sim/chance.hpp>
#include <lastseen/sim/defect.hpp>

namespace lastseen::models {

/// How many values each field of a label has.
struct LabelBounds {
  static constexpr std::uint32_t whose = 1U << 20;
  static constexpr std::uint32_t root_numbers = 1U << 14;
  static constexpr std::uint32_t nth = 1U << 28;
  static constexpr std::uint32_t parts = 1U << 30;
  static constexpr std::uint32_t copies = 1U << 2;
};

enum class RootKind : std::uint8_t { job, app_start, fault };

/// What brings things about. Throws Defect when the number is beyond its bound.
class Root {
 public:
  constexpr Root() = default;
  /// Number of the user's job or of the scripted fault, from 1; 0 of the app's start.
  constexpr explicit Root(RootKind kind, std::uint32_t number = 0)
      : kind_(kind), number_(static_cast<std::uint16_t>(number)) {
    LASTSEEN_ASSERT(number < LabelBounds::root_numbers,
                    "a job or a fault has too large a number for a label");
  }
  constexpr RootKind kind() const { return kind_; }
  constexpr std::uint32_t number() const { return number_; }
  friend constexpr bool operator==(const Root&, const Root&) = default;

 private:
  RootKind kind_ = RootKind::job;
  std::uint16_t number_ = 0;
};

/// What a thing is named by, in two words as the label has them. Without a root it is the user's or the instance's own.
class Origin {
 public:
  constexpr Origin() = default;
  /// The root's nth thing of a kind, from 0. Throws Defect when that is beyond its bound.
  constexpr explicit Origin(Root root, std::uint32_t nth = 0)
      : upper_(std::uint32_t{static_cast<std::uint8_t>(root.kind())} << 20 | (nth >> 18) << 22),
        lower_(root.number() | nth << 14) {
    LASTSEEN_ASSERT(nth < LabelBounds::nth, "a root has too many things of a kind for a label");
  }
  constexpr Root root() const {
    return Root(static_cast<RootKind>(upper_ >> 20 & 3U), lower_ % LabelBounds::root_numbers);
  }
  constexpr std::uint32_t nth() const { return (upper_ >> 22) << 18 | lower_ >> 14; }
  /// The root's next one.
  constexpr Origin next(std::uint32_t steps = 1) const { return Origin(root(), nth() + steps); }
  friend constexpr bool operator==(const Origin&, const Origin&) = default;

 private:
  friend sim::Label label(std::uint32_t, Purpose, Origin, std::uint32_t, std::uint32_t);
  friend struct LabelFields fields(const sim::Label&);

  std::uint32_t upper_ = 0;
  std::uint32_t lower_ = 0;
};

/// Of a job itself, or of the nth thing that it brings about.
inline Origin of_job(std::uint32_t job, std::uint32_t nth = 0) {
  return Origin(Root(RootKind::job, job), nth);
}

/// The label of a draw: whose luck (a user, or an instance of the server), what for, of which thing, and which part and copy
/// of it. Throws Defect beyond the bounds.
inline sim::Label label(std::uint32_t whose, Purpose purpose, Origin origin = {}, std::uint32_t part = 0,
                        std::uint32_t copy = 0) {
  LASTSEEN_ASSERT(
      ((whose / LabelBounds::whose) | (part / LabelBounds::parts) | (copy / LabelBounds::copies)) == 0,
      "a number is too large for a label");
  return {.entity = whose | origin.upper_,
          .purpose = static_cast<std::uint8_t>(purpose),
          .scope = origin.lower_,
          .ordinal = part | copy << 30};
}

/// What a label says.
struct LabelFields {
  std::uint32_t whose = 0;
  Purpose purpose = {};
  Origin origin = {};
  std::uint32_t part = 0;
  std::uint32_t copy = 0;
};
LabelFields fields(const sim::Label& label);

/// For people: "latency of ping, user 0, app start, number 2, part 7".
std::string to_text(const sim::Label& label);

}  // namespace lastseen::models
