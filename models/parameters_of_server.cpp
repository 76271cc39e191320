// The part of the parameter table that is about the server.
#include <lastseen/models/parameter_types.hpp>

namespace lastseen::models {

std::span<const Parameter> server_parameters() {
  using namespace std::chrono_literals;
  using namespace parameter_types;
  constexpr FixedList<std::string_view, 8> resets = {"pings", "messages", "reads", "reads-and-writes"};
  static constexpr Parameter table[] = {
      duration("rest.handling", AT(rest.handling), 0s, 1h, "time the server takes for a REST request",
               "field logs: 2 ms"),
      duration("rest.timeout", AT(rest.timeout), 1ms, 24h,
               "longest time the phone waits for the answer to a request", "URLSession: 60 s"),
      duration_or("never", "gateway.read_deadline", AT(gateway.read_deadline), 1ms, 24h,
                  "the server closes a connection on which nothing has moved this deadline for so long",
                  "server's code: 10 min"),
      choice("gateway.read_deadline_reset_by", CHOICE(gateway.read_deadline_reset_by), resets,
             "what moves the read deadline: a ping message that its handler answers or a pong (gorilla's "
             "SetPongHandler), any message that is read (gorilla's loop around ReadMessage), any frame that "
             "is read "
             "(MQTT's keep-alive), or the server's own writes too",
             "server's code: the ping handler"),
      duration_or("never", "gateway.idle_timeout", AT(gateway.idle_timeout), 1ms, 24h,
                  "the server closes a connection on which nothing has happened for this long",
                  "bug report asks about 60 s; default study: none"),
      choice("gateway.idle_timeout_reset_by", CHOICE(gateway.idle_timeout_reset_by), resets,
             "what counts for the idle timeout; as for gateway.read_deadline_reset_by",
             "nginx, AWS ALB: bytes of either direction"),
      duration_or("never", "gateway.max_age", AT(gateway.max_age), 1ms, 24h,
                  "the server closes a connection when it reaches this age", "default study"),
      duration_or("never", "gateway.ping_interval", AT(gateway.ping_interval), 1ms, 24h,
                  "interval between the server's pings to each phone", "default study"),
      duration("gateway.tcp_user_timeout", AT(gateway.tcp_user_timeout), 1ms, 24h,
               "TCP user timeout: the server learns that a socket has died this long after its first "
               "unacknowledged frame (its write timeout)",
               "Linux, tcp_retries2 = 15: 924.6 s; bug report asks about a write timeout of 30 s"),
      yes_no("gateway.handler_returns", CHOICE(gateway.handler_returns),
             "whether the handler of a connection returns right after the upgrade, and its deferred removal "
             "runs",
             "bug report: status 000 may mean it"),
      count("server.instances", AT(server.instances), 1, 1000, "server instances, each with its own registry",
            "default study"),
      choice(
          "server.routing", CHOICE(server.routing), {"random", "sticky", "apart"},
          "which instance takes a connection or a job: any, the user's own (drawn once) for both, or never "
          "the same for both",
          "default study"),
      distribution_or_never("server.restart_every", AT(server.restart_every),
                            "time between restarts of an instance", "default study", shortest_gap),
      duration("server.restart_lasts", AT(server.restart_lasts), 0s, 1h,
               "how long an instance is down when it restarts", "default study"),
      yes_no("server.graceful_restart", CHOICE(server.graceful_restart),
             "whether a restart closes the sockets gracefully, or the phones keep them (a load balancer in "
             "between)",
             "default study"),
      choice(
          "server.when_down", CHOICE(server.when_down), {"refused", "bad-gateway"},
          "what a phone meets while no instance is up: nothing listens, so that a request or a handshake is "
          "refused after one round trip; or a load balancer answers 502 or 503, a handshake after its whole "
          "duration",
          "TCP, RFC 9293: a reset; nginx, AWS ALB: 502, 503"),
      choice(
          "registry.key", CHOICE(registry.key), {"user", "connection", "generation", "unfenced-generation"},
          "what an entry stands for, and so what the end of a connection removes: the user, one connection, "
          "or the user with the connection's number, as a fence against earlier ones or not",
          "server's code: the map is keyed by user"),
      choice("registry.refresh_on", CHOICE(registry.refresh_on),
             {"connect", "ping", "pong", "message", "bytes", "if-absent", "throttled", "copy"},
             "what sets LastSeen besides registering: nothing (connect, the bug), a ping message "
             "(the fix), an answer to the server's ping, any message, anything at all, a ping "
             "where there is no entry, a ping at a limited rate, a ping on a copy of the entry",
             "bug report"),
      duration("registry.refresh_interval", AT(registry.refresh_interval), 1ms, 24h,
               "with refresh_on = throttled, shortest time between two updates of LastSeen", "default study"),
      choice("registry.unknown_ping", CHOICE(registry.unknown_ping),
             {"pong", "silence", "re-register", "close"},
             "a ping from a user without an entry: answered all the same, ignored by its handler (no pong, "
             "and it "
             "moves no deadline that handled pings move), registers the user again, or closes the connection",
             "backend checklist: a warning in the log"),
      distribution_or_never("registry.registration_delay", AT(registry.registration_delay),
                            "from the upgrade to the entry in the registry; never: not registered",
                            "backend checklist: immediately"),
      duration_or("never", "registry.check_timeout", AT(registry.check_timeout), 1ms, 24h,
                  "IsConnected refuses an entry whose LastSeen is older than this", "bug report: 5 min"),
      duration_or("never", "registry.cleanup_timeout", AT(registry.cleanup_timeout), 1ms, 24h,
                  "the cleanup removes an entry whose LastSeen is older than this",
                  "bug report: 60 s; recommended: 5 min"),
      choice("registry.stale_when", CHOICE(registry.stale_when), {">", ">="},
             "an entry is stale when its age is > or >= the timeout", "server's code: Before, so >"),
      duration("registry.cleanup_interval", AT(registry.cleanup_interval), 1ms, 24h,
               "interval of the cleanup", "bug report: 30 s; recommended: 1 min"),
      duration_or("random", "registry.cleanup_phase", AT(registry.cleanup_phase), 0s, 24h,
                  "instant of the first cleanup; random: uniform within the interval",
                  "the server started long before the session"),
      yes_no("registry.close_on_eviction", CHOICE(registry.close_on_eviction),
             "whether the cleanup closes the socket of an entry it removes",
             "sources disagree: issue report yes, checklist no"),
      distribution("dispatcher.delay", AT(dispatcher.delay),
                   "from accepting a job to handing it to the AI worker",
                   "field case 1: 26 s; default study: within the processing time"),
      count_or("unlimited", "worker.count", AT(worker.count), 1, 1000000,
               "jobs processed at the same time; the rest queue", "default study"),
      distribution("worker.processing_time", AT(worker.processing_time), "AI processing of a job",
                   "nominal 20 to 30 s with the dispatch; field case 1: 7 s"),
      probability("worker.failure_probability", AT(worker.failure_probability),
                  "share of jobs that fail; failures are notified too", "default study"),
      choice("notifier.on_missing", CHOICE(notifier.on_missing), {"skip", "keep", "publish", "push"},
             "a notification for a user without an entry: skipped, kept until the user registers, "
             "published to the other instances, or handed to a push service",
             "bug report: skipped"),
      duration("notifier.keep_for", AT(notifier.keep_for), 1ms, 24h, "longest time a notification is kept",
               "default study"),
      count("notifier.keep_count", AT(notifier.keep_count), 1, 1000000,
            "most notifications kept for a user; the oldest is dropped", "default study"),
      distribution("notifier.publish_latency", AT(notifier.publish_latency),
                   "latency from one instance to another", "default study"),
      distribution("notifier.push_latency", AT(notifier.push_latency),
                   "latency from the notifier to the phone through the push service", "default study"),
      probability("notifier.push_loss", AT(notifier.push_loss), "share of pushes that never arrive",
                  "default study"),
  };
  return table;
}

}  // namespace lastseen::models
