// The outbox: a job saved on the phone is uploaded by REST, and retried with exponential backoff until the server has
// confirmed it. A lost attempt loses either the request or the reply; the server tells a repeated job by its number.
#pragma once

#include "models/network_path.hpp"

namespace lastseen::models {

class Outbox {
 public:
  explicit Outbox(const Context& context) : context_(context) {}

  void save(UserId user, std::uint32_t job, sim::RecordId cause);
  void reply_arrived(Packet reply);

  sim::Port<void(Packet)> send;

 private:
  void upload(UserId user, std::uint32_t job, std::uint32_t attempt, sim::RecordId cause);
  void retry_later(UserId user, std::uint32_t job, std::uint32_t attempt, sim::RecordId cause);
  /// The uniform that decides the fate of an attempt: below half the failure probability the request is lost, below
  /// the probability the reply.
  double fate(UserId user, std::uint32_t job, std::uint32_t attempt) const;

  Context context_;
};

}  // namespace lastseen::models
