// The outbox: a job saved on the phone is uploaded by REST, and retried with exponential backoff until the server has
// confirmed it. A lost attempt loses either the request or the reply; the server tells a repeated job by its number.
//
//     save --delay--> connected? --yes, or no pre-connection check--> upload --reply--> confirmed
//                        | no                                        ^     `--none in time--> failed --backoff--.
//                        `--> wait until connected, or long enough --+------------------------------------------'
#pragma once

#include <optional>
#include <vector>

#include "models/job_bits.hpp"
#include "models/network_path.hpp"
#include "models/supervision.hpp"

namespace lastseen::models {

class Outbox {
 public:
  explicit Outbox(const Context& context);

  void save(UserId user, std::uint32_t job, sim::RecordId cause);
  void reply_arrived(Packet reply);
  /// The app says that it is connected: what waited for this is uploaded.
  void connected(UserId user, sim::RecordId cause);

  sim::Port<void(Packet)> send;
  /// Asked only when outbox.wait_for_connection is set.
  sim::Port<Supervision::Belief(UserId)> belief;

 private:
  /// The check before the first attempt.
  void submit(UserId user, std::uint32_t job, sim::RecordId cause);
  void upload(UserId user, std::uint32_t job, std::uint32_t attempt, sim::RecordId cause);
  void fail(UserId user, std::uint32_t job, std::uint32_t attempt, sim::RecordId cause);
  /// The uniform that decides the fate of an attempt: below half the failure probability the request is lost, below
  /// the probability the reply.
  double fate(UserId user, std::uint32_t job, std::uint32_t attempt) const;
  /// The latest attempt of the job that is over.
  std::uint32_t& over(UserId user, std::uint32_t job) {
    return over_.at(std::size_t{user} * context_.settings.jobs.count + job - 1);
  }

  static constexpr std::uint32_t confirmed = UINT32_MAX;  ///< there will be no other attempt

  Context context_;
  std::vector<std::uint32_t> over_;
  std::optional<JobBits> waiting_;  ///< for a connection; absent: no job does
};

}  // namespace lastseen::models
