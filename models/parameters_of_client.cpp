// The part of the parameter table that is about the phone.
#include <lastseen/models/parameter_types.hpp>

namespace lastseen::models {

std::vector<Parameter> client_parameters() {
  using namespace std::chrono_literals;
  using namespace parameter_types;
  using enum PollingStart;
  return {
      duration("view.dismiss_delay", AT(view.dismiss_delay), 0s, 1h, "from submitting to the form being gone",
               "field timeline: 0.2 s"),
      duration("view.init_delay", AT(view.init_delay), 0s, 1h,
               "from submitting to the list's view model being made", "field timeline: 0.3 s"),
      duration("view.connect_delay", AT(view.connect_delay), 0s, 1h,
               "from submitting to the view model starting to connect", "field timeline: 0.4 s"),
      distribution_or_never("background.every", AT(background.every),
                            "from opening the app, or from its last return, to its going to the background",
                            study, shortest_gap),
      distribution("background.lasts", AT(background.lasts), "how long the app stays in the background",
                   study),
      choice<BackgroundTimers>("background.timers", AT(background.timers),
                               {{"stop", BackgroundTimers::stop},
                                {"slow", BackgroundTimers::slow},
                                {"run", BackgroundTimers::run}},
                               "the app's timers in the background: none falls due and nothing is "
                               "read until the return, they are slower, or all as usual",
                               "iOS: suspended after some seconds"),
      count("background.slowdown", AT(background.slowdown), 1, 1000,
            "how many times slower timers are in the background", "Android and browsers: once a minute"),
      duration_or("always", "background.socket_lives", AT(background.socket_lives), 0s, 24h,
                  "the system takes the socket of an app that is so long in the background",
                  "iOS: reclaimed soon after suspension"),
      distribution("outbox.delay", AT(outbox.delay), "from saving a job on the phone to its upload",
                   "field case 2: 32 s; else none"),
      probability("outbox.failure_probability", AT(outbox.failure_probability),
                  "share of upload attempts that fail: half lose the request, half the reply", study),
      duration("outbox.retry_delay", AT(outbox.retry_delay), 1ms, 1h,
               "wait before the first retry of an upload; doubles with each", study),
      duration("outbox.retry_delay_max", AT(outbox.retry_delay_max), 1ms, 24h,
               "longest wait between two attempts of an upload", study),
      duration_or("no", "outbox.wait_for_connection", AT(outbox.wait_for_connection), 1ms, 24h,
                  "pre-connection check: an upload waits so long for a connection; no: it does not",
                  client_code + ": 5 s, as an option"),
      choice<ConnectionOwner>(
          "connection.owner", AT(connection.owner),
          {{"view", ConnectionOwner::view}, {"app", ConnectionOwner::app}},
          "who holds the connection: the list's view model, which makes a new one each time, or the app",
          "client's code: view; default study: app"),
      duration_or("on-submission", "connection.opens_at", AT(connection.opens_at), 0s, 24h,
                  "when the connection is first opened; on-submission: only view models open it", study),
      distribution("connection.confirm_delay", AT(connection.confirm_delay),
                   "from the 101's arrival to the client's saying that it is connected",
                   "field timeline: 1 s; else none"),
      duration_or("never", "connection.reconnect_after", AT(connection.reconnect_after), 10ms, 24h,
                  "wait before connecting again when refused or closed by the server", client_code),
      number("connection.reconnect_factor", AT(connection.reconnect_factor), 1, 10,
             "each attempt in a row waits so many times longer", study + ": no backoff"),
      duration("connection.reconnect_after_max", AT(connection.reconnect_after_max), 10ms, 24h,
               "longest wait before connecting again", study),
      probability("connection.reconnect_jitter", AT(connection.reconnect_jitter),
                  "share of the wait that is left to chance: 0 none, 1 anything up to the whole", study),
      duration_or("never", "connection.pong_timeout", AT(connection.pong_timeout), 1ms, 24h,
                  "the phone ends a connection when a ping has no pong for so long", study),
      duration_or("never", "connection.health_check", AT(connection.health_check), 1ms, 24h,
                  "time between two checks whether anything came from the server since the last "
                  "one; if not, the phone connects anew",
                  client_code + ": as an idea"),
      yes_no(
          "connection.status_check", AT(connection.status_check),
          "whether the phone asks the server, when connected, if it is registered, and connects anew if not",
          report + ": GET /ws/meal-logs/status, proposed"),
      duration(
          "connection.tcp_user_timeout", AT(connection.tcp_user_timeout), 1ms, 24h,
          "the phone learns that a socket has died so long after its first frame that was not acknowledged",
          "Linux, tcp_retries2 = 15: 924.6 s"),
      duration("ping.interval", AT(ping.interval), 1ms, 24h, "time between two pings of the client",
               client_code + ": 30 s"),
      duration_or("interval", "ping.first_after", AT(ping.first_after), 0s, 24h,
                  "from the socket's opening to the first ping; interval: one ping interval",
                  client_code + ": a repeating timer, so one interval"),
      choice<PingKind>("ping.kind", AT(ping.kind),
                       {{"message", PingKind::message}, {"control", PingKind::control}},
                       "a ping is a message, which the server's handler answers, or a control frame, which "
                       "its library does",
                       client_code + ": message"),
      yes_no("polling.enabled", AT(polling.enabled), "whether there is a polling fallback", client_code),
      duration("polling.interval", AT(polling.interval), 1ms, 24h,
               "sleep of the polling loop after each fetch", client_code + ": 5 s"),
      choice<PollingStart>(
          "polling.starts_on", AT(polling.starts_on),
          {{"submission", submission}, {"connection-failure", connection_failure}, {"either", either}},
          "what starts the polling loop", client_code),
      choice<PollingStop>("polling.stops_when", AT(polling.stops_when),
                          {{"done", PollingStop::done},
                           {"connected", PollingStop::connected},
                           {"verified", PollingStop::verified}},
                          "what stops the loop besides seeing all jobs done: nothing, a "
                          "socket that looks connected, or one that has "
                          "delivered a message",
                          "client's code: connected; default study: done"),
      yes_no("polling.adaptive", AT(polling.adaptive),
             "whether the interval grows by 1.5 with each empty poll after the third in a row",
             client_code + ": as an idea"),
      duration("polling.interval_max", AT(polling.interval_max), 1ms, 24h,
               "longest interval of adaptive polling", client_code + ": 30 s"),
  };
}

}  // namespace lastseen::models
