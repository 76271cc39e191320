// A session that takes minutes of computing, for tests of stopping.
#pragma once

#include <chrono>

#include <lastseen/models/settings.hpp>

namespace lastseen::experiments::testing {

/// A ping each millisecond for a day.
inline models::Settings endless() {
  models::Settings settings;
  settings.ping.interval = std::chrono::milliseconds(1);
  settings.session.duration = std::chrono::hours(24);
  return settings;
}

}  // namespace lastseen::experiments::testing
