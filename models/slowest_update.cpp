#include <lastseen/models/slowest_update.hpp>

#include <algorithm>

namespace lastseen::models {
namespace {

constexpr double surely = 1 - 1e-9;

bool polls_until_all_is_seen(const PollingSettings& polling) {
  return polling.enabled && polling.starts_on != PollingStart::connection_failure &&
         polling.stops_when == PollingStop::done;
}

/// Nothing holds up, loses or refuses a request of the phone, nor stops the app's timers.
bool is_undisturbed(const Settings& settings) {
  const NetworkSettings& network = settings.network;
  const double faulty = network.loss_up + network.delay_up + network.duplicate_up + network.loss_down +
                        network.delay_down + network.duplicate_down + settings.proxy.swallows_up +
                        settings.proxy.swallows_down;
  return faulty == 0 && settings.faults.empty() && !network.switch_every && !settings.outage.every &&
         !settings.background.every && !settings.server.restart_every;
}

}  // namespace

Duration slowest_update(const Settings& settings) {
  const PollingSettings& polling = settings.polling;
  const Duration horizon = settings.session.duration + settings.session.drain;
  if (!polling.enabled && settings.notifier.on_missing == OnMissing::skip && is_undisturbed(settings)) {
    return Duration::zero();
  }
  if (!polls_until_all_is_seen(polling) || !is_undisturbed(settings)) return horizon;
  const Duration latency = settings.network.latency.quantile(surely);
  const Duration answer = 2 * latency + settings.rest.handling;
  if (answer >= settings.rest.timeout) return horizon;
  const Duration interval =
      polling.adaptive ? std::max(polling.interval, polling.interval_max) : polling.interval;
  return std::min(horizon, latency + interval + answer);
}

}  // namespace lastseen::models
