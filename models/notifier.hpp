// The notifier: when a job is done it asks the registry whether the user is connected, and sends or skips.
#pragma once

#include "models/network_path.hpp"
#include "models/registry.hpp"

namespace lastseen::models {

class Notifier {
 public:
  explicit Notifier(const Context& context) : context_(context) {}

  void job_done(UserId user, std::uint32_t job, sim::RecordId cause);

  sim::Port<Registry::Answer(UserId)> check;
  sim::Port<void(Packet)> write;

 private:
  Context context_;
};

}  // namespace lastseen::models
