// Internal: a component, which world.hpp wires.
// The outbox: a job saved on the phone is uploaded by REST, and retried with exponential backoff until the server has
// confirmed it. A lost attempt loses either the request or the reply; the server tells a repeated job by its number.
//
//     save --delay--> connected? --yes, or no pre-connection check--> upload --reply--> confirmed
//                        | no                                        ^     `--none in time, refused--> failed --backoff--.
//                        `--> wait until connected, or long enough --+---------------------------------------------------'
#pragma once

#include <cstddef>
#include <set>
#include <tuple>
#include <vector>

#include <lastseen/models/context.hpp>
#include <lastseen/models/messages.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class Outbox {
 public:
  explicit Outbox(const Context& context)
      : context_(context), jobs_(std::size_t{context.settings.session.users} * context.settings.jobs.count) {}

  /// In, from the view: a job that the phone has saved.
  void save(UserId user, std::uint32_t job, sim::RecordId cause);
  /// In, from the network: the answer to an upload, or its refusal.
  void reply_arrived(Packet reply);
  /// In, from supervision: the app says that it is connected; what waited for this is uploaded.
  void connected(UserId user, sim::RecordId cause);

  /// Out, to the network: an upload.
  sim::Port<void(Packet)> send;
  /// Asks supervision: is the app connected? Only with outbox.wait_for_connection.
  sim::Port<Belief(UserId)> belief;

 private:
  struct Job {
    sim::EventHandle timer;     ///< the wait for a connection, for the answer, or for the next attempt
    std::uint32_t attempt = 0;  ///< that has no answer yet; 0: none
  };
  // What a job has instead of an attempt.
  static constexpr std::uint32_t waiting = UINT32_MAX - 1;  ///< for a connection
  static constexpr std::uint32_t confirmed = UINT32_MAX;    ///< there will be none

  Job& job_of(UserId user, std::uint32_t job) {
    return jobs_.at(std::size_t{user} * context_.settings.jobs.count + job - 1);
  }

  /// The check before the first attempt.
  void submit(UserId user, std::uint32_t job, sim::RecordId cause);
  void upload(UserId user, std::uint32_t job, std::uint32_t attempt, sim::RecordId cause);
  void fail(UserId user, std::uint32_t job, std::uint32_t attempt, sim::RecordId cause);
  enum class Fate { request_lost, reply_lost, neither };
  /// Of those attempts that fail, half lose the request and half the reply.
  Fate fate(UserId user, std::uint32_t job, std::uint32_t attempt) const;

  const Context& context_;
  std::vector<Job> jobs_;  ///< by user, then by number: all in one piece, as users are many
  std::set<std::tuple<UserId, std::uint32_t, std::uint32_t>>
      lost_replies_;  ///< to be lost: user, job, attempt
};

}  // namespace lastseen::models
