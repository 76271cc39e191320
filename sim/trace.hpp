// What happened, and why: one record for each thing worth knowing, each naming the record that caused it.
//
// A model writes records and never reads them. Observers (monitors, stories, stored traces) are told each record as it
// is written; the fingerprint condenses all of them into 64 bits. The numbers for roles, kinds and subject types are
// the model's vocabulary; this file gives them no meaning.
#pragma once

#include <cstdint>
#include <vector>

#include <lastseen/sim/fingerprint.hpp>
#include <lastseen/sim/time.hpp>

namespace lastseen::sim {

/// Number of a record in its run, starting at 1; 0 is "no record" (a cause from outside, e.g. the user).
using RecordId = std::uint32_t;
inline constexpr RecordId no_record = 0;

/// Who did it: a role and which one (a user's client, an instance of the server).
struct Actor {
  std::uint16_t role = 0;
  std::uint32_t index = 0;
  friend bool operator==(const Actor&, const Actor&) = default;
};

/// What it is about: a type, the user it belongs to, its number there (job 3, connection 1), and a part of it
/// (ping 7 of connection 1); 0 where there is none.
struct Subject {
  std::uint16_t type = 0;
  std::uint32_t owner = 0;
  std::uint32_t number = 0;
  std::uint32_t part = 0;
  friend bool operator==(const Subject&, const Subject&) = default;
};

struct Record {
  Instant time = run_start;
  RecordId id = no_record;
  RecordId cause = no_record;
  Actor actor = {};
  std::uint16_t kind = 0;
  Subject subject = {};
  friend bool operator==(const Record&, const Record&) = default;
};

/// Adds every field of the record but its id, which is its place in the sequence. All words of fields go into one step of
/// the fingerprint, each spread over 64 bits by a bijection of its own: a change of one of them always shows.
inline void add_to(Fingerprint& fingerprint, const Record& record) {
  const auto pair = [](std::uint32_t high, std::uint32_t low) { return (std::uint64_t{high} << 32) | low; };
  const auto spread = [](std::uint64_t word, std::uint64_t odd) { return (word ^ (word >> 32)) * odd; };
  const std::uint64_t what =
      (std::uint64_t{record.actor.role} << 32) | (std::uint64_t{record.kind} << 16) | record.subject.type;
  // Digits of pi, made odd.
  fingerprint.add(static_cast<std::uint64_t>(record.time.time_since_epoch().count()) ^
                  spread(pair(record.cause, record.actor.index), 0x13198A2E03707345U) ^
                  spread(what, 0xA4093822299F31D1U) ^
                  spread(pair(record.subject.owner, record.subject.number), 0x082EFA98EC4E6C89U) ^
                  spread(record.subject.part, 0x452821E638D01377U));
}

class Observer {
 public:
  virtual ~Observer() = default;
  virtual void observe(const Record& record) = 0;
};

class Trace {
 public:
  /// Writes a record and returns its id, for use as a cause. Inlined by force, because compilers give up in a translation
  /// unit with many callers.
  [[gnu::always_inline]] RecordId write(Instant time, Actor actor, std::uint16_t kind, Subject subject,
                                        RecordId cause) {
    const Record record{time, ++last_, cause, actor, kind, subject};
    if (takes_fingerprint_) add_to(fingerprint_, record);
    for (Observer* observer : observers_) observer->observe(record);
    return record.id;
  }

  /// Takes no fingerprint from now on, for who does not need it. An observer that is not added costs nothing either.
  void stop_fingerprint() { takes_fingerprint_ = false; }

  /// The observer is told every record from now on; it outlives the trace.
  void add(Observer& observer) { observers_.push_back(&observer); }

  std::uint32_t records() const { return last_; }
  const Fingerprint& fingerprint() const { return fingerprint_; }

 private:
  RecordId last_ = no_record;
  Fingerprint fingerprint_;
  bool takes_fingerprint_ = true;
  std::vector<Observer*> observers_;
};

/// Keeps all records, in order: record id i stands at index i - 1.
class Recording : public Observer {
 public:
  void observe(const Record& record) override { records_.push_back(record); }
  const std::vector<Record>& records() const { return records_; }
  /// The record with this id, which exists.
  const Record& at(RecordId id) const { return records_.at(id - 1); }

 private:
  std::vector<Record> records_;
};

}  // namespace lastseen::sim
