// The part of the parameter table that is about the phone.
#include <lastseen/models/parameter_types.hpp>

namespace lastseen::models {

std::span<const Parameter> client_parameters() {
  using namespace std::chrono_literals;
  using namespace parameter_types;
  static constexpr Parameter table[] = {
      duration("view.dismiss_delay", AT(view.dismiss_delay), 0s, 1h,
               "from submission to the dismissal of the form", "field timeline: 0.2 s"),
      duration("view.init_delay", AT(view.init_delay), 0s, 1h,
               "from submission to the creation of the list's view model", "field timeline: 0.3 s"),
      duration("view.connect_delay", AT(view.connect_delay), 0s, 1h,
               "from submission to the view model's connection attempt", "field timeline: 0.4 s"),
      distribution_or_never("background.every", AT(background.every),
                            "time in the foreground before the app goes to the background", "default study",
                            shortest_gap),
      distribution("background.lasts", AT(background.lasts), "how long the app stays in the background",
                   "default study"),
      choice("background.timers", CHOICE(background.timers), {"stop", "slow", "run"},
             "the app's timers in the background: stopped until the app returns (nothing is read, and a "
             "submission "
             "waits), slowed down, or running as usual",
             "iOS: suspended after some seconds"),
      count("background.slowdown", AT(background.slowdown), 1, 1000,
            "factor by which timers are slowed down in the background",
            "Android and browsers: once a minute"),
      distribution_or("always", "background.socket_lives", AT(background.socket_lives),
                      "the system reclaims the app's socket after this time in the background",
                      "iOS: reclaimed soon after suspension"),
      distribution("outbox.delay", AT(outbox.delay), "from saving a job on the phone to uploading it",
                   "field case 2: 32 s; else none"),
      probability("outbox.failure_probability", AT(outbox.failure_probability),
                  "share of upload attempts that fail: half lose the request, half the reply",
                  "default study"),
      duration("outbox.retry_delay", AT(outbox.retry_delay), 1ms, 1h,
               "wait before the first retry of an upload; doubles with each further one", "default study"),
      duration("outbox.retry_delay_max", AT(outbox.retry_delay_max), 1ms, 24h,
               "longest wait between two attempts of an upload", "default study"),
      duration_or("no", "outbox.wait_for_connection", AT(outbox.wait_for_connection), 1ms, 24h,
                  "pre-connection check: longest time an upload waits for a connection; no: it does not wait",
                  "client's code: 5 s, as an option"),
      choice("connection.owner", CHOICE(connection.owner), {"view", "app"},
             "who owns the connection: the list's view model, which opens a new one each "
             "time it is created, or the app",
             "client's code: view; default study: app"),
      distribution_or(
          "on-submission", "connection.opens_at", AT(connection.opens_at),
          "when the connection is first opened; on-submission: only view models open it; drawn over a ping "
          "interval where the phase of the pings must not matter",
          "default study"),
      distribution("connection.confirm_delay", AT(connection.confirm_delay),
                   "from the 101's arrival to the client reporting that it is connected",
                   "field timeline: 1 s; else none"),
      duration_or("never", "connection.reconnect_after", AT(connection.reconnect_after), 10ms, 24h,
                  "wait before reconnecting when refused or closed by the server", "client's code"),
      number("connection.reconnect_factor", AT(connection.reconnect_factor), 1, 10,
             "backoff factor: each further attempt in a row waits this many times longer",
             "default study: no backoff"),
      duration("connection.reconnect_after_max", AT(connection.reconnect_after_max), 10ms, 24h,
               "longest wait before reconnecting", "default study"),
      probability("connection.reconnect_jitter", AT(connection.reconnect_jitter),
                  "jitter: random share of the wait; 0 none, 1 all of it", "default study"),
      duration_or("never", "connection.pong_timeout", AT(connection.pong_timeout), 1ms, 24h,
                  "the phone closes a connection when a ping has gone unanswered for this long",
                  "default study"),
      duration_or("never", "connection.health_check", AT(connection.health_check), 1ms, 24h,
                  "interval of the health check; when nothing has come from the server since the last one, "
                  "the phone reconnects",
                  "client's code: as an idea"),
      yes_no("connection.status_check", CHOICE(connection.status_check),
             "whether the phone asks the server, once connected, if it is registered, and reconnects if not",
             "bug report: GET /ws/meal-logs/status, proposed"),
      duration(
          "connection.status_retry_after", AT(connection.status_retry_after), 1ms, 1h,
          "after a status check that found no entry, shortest time from one connection attempt to the next",
          "default study"),
      duration("connection.tcp_user_timeout", AT(connection.tcp_user_timeout), 1ms, 24h,
               "TCP user timeout: the phone learns that a socket has died this long after its first "
               "unacknowledged frame",
               "Linux, tcp_retries2 = 15: 924.6 s"),
      duration("ping.interval", AT(ping.interval), 1ms, 24h, "interval between the client's pings",
               "client's code: 30 s"),
      duration_or("interval", "ping.first_after", AT(ping.first_after), 0s, 24h,
                  "from the opening of the socket to the first ping; interval: one ping interval",
                  "client's code: a repeating timer, so one interval"),
      choice("ping.kind", CHOICE(ping.kind), {"message", "control"},
             "a ping is a message, which the server's handler answers, or a control frame, which "
             "its WebSocket library answers",
             "client's code: message"),
      yes_no("polling.enabled", CHOICE(polling.enabled), "whether there is a polling fallback",
             "client's code"),
      duration("polling.interval", AT(polling.interval), 1ms, 24h,
               "sleep of the polling loop after each fetch", "client's code: 5 s"),
      choice("polling.starts_on", CHOICE(polling.starts_on), {"submission", "connection-failure", "either"},
             "what starts the polling loop", "client's code"),
      choice("polling.stops_when", CHOICE(polling.stops_when), {"done", "connected", "verified"},
             "what stops the loop besides seeing all jobs done: nothing, a socket that looks "
             "connected, or one that has delivered a message",
             "client's code: connected; default study: done"),
      yes_no("polling.adaptive", CHOICE(polling.adaptive),
             "whether the interval grows by a factor of 1.5 with each empty poll after the third in a row",
             "client's code: as an idea"),
      duration("polling.interval_max", AT(polling.interval_max), 1ms, 24h,
               "longest interval of adaptive polling", "client's code: 30 s"),
  };
  return table;
}

}  // namespace lastseen::models
