// The part of the parameter table that is about the server.
#include <lastseen/models/parameter_types.hpp>

namespace lastseen::models {

void add_server_parameters(std::vector<Parameter>& all) {
  all.push_back(duration("rest.handling", AT(rest.handling), 0s, 1h, "server's time for a REST request",
                         "field logs: 2 ms"));
  all.push_back(duration("rest.timeout", AT(rest.timeout), 1ms, 24h,
                         "the phone waits so long for the answer to a request", "URLSession: 60 s"));
  all.push_back(duration_or("never", "gateway.read_deadline", AT(gateway.read_deadline), 1ms, 24h,
                            "the server ends a connection without a ping for so long",
                            "server's code: 10 min"));
  all.push_back(duration_or("never", "gateway.idle_timeout", AT(gateway.idle_timeout), 1ms, 24h,
                            "the server ends a connection without any frame for so long",
                            "bug report asks about 60 s; default study: none"));
  all.push_back(duration_or("never", "gateway.max_age", AT(gateway.max_age), 1ms, 24h,
                            "the server ends a connection of this age", study));
  all.push_back(duration_or("never", "gateway.ping_interval", AT(gateway.ping_interval), 1ms, 24h,
                            "the server pings each phone so often", study));
  all.push_back(
      duration("gateway.gives_up_after", AT(gateway.tcp_user_timeout), 1ms, 24h,
               "the server learns that a socket has died so long after its first frame that was not "
               "acknowledged (its write timeout)",
               "Linux, tcp_retries2 = 15: 924.6 s; " + report + " asks about a write timeout of 30 s"));
  all.push_back(yes_no(
      "gateway.handler_returns", AT(gateway.handler_returns),
      "whether the handler of a connection returns right after the upgrade, and its deferred removal runs",
      report + ": status 000 may mean it"));
  all.push_back(count("server.instances", AT(server.instances), 1, 1000,
                      "instances of the server, each with a registry of its own", study));
  all.push_back(choice<Routing>(
      "server.routing", AT(server.routing),
      {{"random", Routing::random}, {"sticky", Routing::sticky}, {"apart", Routing::apart}},
      "which instance takes a connection or a job: any, one for each user, or never the same for both",
      study));
  all.push_back(distribution_or_never("server.restart_every", AT(server.restart_every),
                                      "time between two restarts of an instance", study, shortest_gap));
  all.push_back(duration("server.restart_lasts", AT(server.restart_lasts), 0s, 1h,
                         "how long a restarting instance is down", study));
  all.push_back(yes_no(
      "server.restart_tells_clients", AT(server.graceful_restart),
      "whether a restart closes the sockets in order, or the phones keep them (a load balancer in between)",
      study));
  all.push_back(
      choice<RegistryKey>("registry.key", AT(registry.key),
                          {{"user", RegistryKey::user},
                           {"connection", RegistryKey::connection},
                           {"generation", RegistryKey::generation}},
                          "what an entry stands for, and the end of a connection removes: the user, "
                          "one connection, or the user with the connection's number",
                          "server's code: the map is keyed by user"));
  all.push_back(choice<RefreshOn>(
      "registry.refresh_on", AT(registry.refresh_on),
      {{"connect", RefreshOn::connect},
       {"ping", RefreshOn::ping},
       {"pong", RefreshOn::pong},
       {"message", RefreshOn::message},
       {"bytes", RefreshOn::bytes},
       {"if-absent", RefreshOn::if_absent},
       {"throttled", RefreshOn::throttled},
       {"copy", RefreshOn::copy}},
      "what sets LastSeen besides registering: nothing (connect, the bug), a ping message (the fix), an "
      "answer to the server's ping, any message, anything at all, a ping where there is no entry, a ping but "
      "not too often, a ping but on a copy",
      report));
  all.push_back(duration("registry.refresh_interval", AT(registry.refresh_interval), 1ms, 24h,
                         "with refresh_on = throttled, LastSeen is set at most so often", study));
  all.push_back(choice<UnknownPing>("registry.unknown_ping", AT(registry.unknown_ping),
                                    {{"pong", UnknownPing::pong},
                                     {"silence", UnknownPing::silence},
                                     {"re-register", UnknownPing::re_register},
                                     {"close", UnknownPing::close}},
                                    "a ping of a user without an entry: answered all the same, not "
                                    "answered, registers the user again, or closes the connection",
                                    checklist + ": a warning in the log"));
  all.push_back(distribution_or_never("registry.registration_delay", AT(registry.registration_delay),
                                      "from the upgrade to the entry in the registry; never: not registered",
                                      checklist + ": immediately"));
  all.push_back(duration_or("never", "registry.check_timeout", AT(registry.check_timeout), 1ms, 24h,
                            "IsConnected refuses an entry not seen for longer", report + ": 5 min"));
  all.push_back(duration_or("never", "registry.cleanup_timeout", AT(registry.cleanup_timeout), 1ms, 24h,
                            "the cleanup removes an entry not seen for longer",
                            report + ": 60 s; recommended: 5 min"));
  all.push_back(choice<StaleWhen>(
      "registry.stale_when", AT(registry.stale_when),
      {{">", StaleWhen::older_than_timeout}, {">=", StaleWhen::as_old_as_timeout}},
      "an entry is stale when its age is > or >= the timeout", "server's code: Before, so >"));
  all.push_back(duration("registry.cleanup_interval", AT(registry.cleanup_interval), 1ms, 24h,
                         "time between two cleanups", report + ": 30 s; recommended: 1 min"));
  all.push_back(duration_or("random", "registry.cleanup_phase", AT(registry.cleanup_phase), 0s, 24h,
                            "instant of the first cleanup; random: uniform within the interval",
                            "the server started long before the session"));
  all.push_back(yes_no("registry.close_on_eviction", AT(registry.close_on_eviction),
                       "whether the cleanup closes the socket of an entry it removes",
                       "sources disagree: issue report yes, checklist no"));
  all.push_back(distribution("dispatcher.delay", AT(dispatcher.delay),
                             "from accepting a job to its being handed to the AI worker",
                             "field case 1: 26 s; default study: within the processing time"));
  all.push_back(count_or("unlimited", "worker.count", AT(worker.count), 1, 1000000,
                         "jobs that are processed at the same time; others queue", study));
  all.push_back(distribution("worker.processing_time", AT(worker.processing_time), "AI processing of a job",
                             "nominal 20 to 30 s with the dispatch; field case 1: 7 s"));
  all.push_back(probability("worker.failure_probability", AT(worker.failure_probability),
                            "share of jobs that fail; they are notified like the others", study));
  all.push_back(choice<OnMissing>("notifier.on_missing", AT(notifier.on_missing),
                                  {{"skip", OnMissing::skip},
                                   {"keep", OnMissing::keep},
                                   {"publish", OnMissing::publish},
                                   {"push", OnMissing::push}},
                                  "a notification without an entry: skipped, kept until the user registers, "
                                  "published to the other instances, or given to a push service",
                                  report + ": skipped"));
  all.push_back(duration("notifier.keep_for", AT(notifier.keep_for), 1ms, 24h,
                         "longest time that a notification is kept", study));
  all.push_back(count("notifier.keep_count", AT(notifier.keep_count), 1, 1000000,
                      "most notifications kept for a user; the oldest goes", study));
  all.push_back(distribution("notifier.publish_latency", AT(notifier.publish_latency),
                             "from one instance to another", study));
  all.push_back(distribution("notifier.push_latency", AT(notifier.push_latency),
                             "from the notifier to the phone by the push service", study));
  all.push_back(
      probability("notifier.push_loss", AT(notifier.push_loss), "share of pushes that never arrive", study));
}

}  // namespace lastseen::models
