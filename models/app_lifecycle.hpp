// Internal: a component, which world.hpp wires.
// The app goes to the background and comes back, by the script or by chance.
//
//     front --background--> in the background --lasts--> front (resumed)
//                              `--socket_lives--> the system takes the socket (socket_taken)
#pragma once

#include <lastseen/models/app_states.hpp>
#include <lastseen/models/context.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class AppLifecycle {
 public:
  /// Keeps the states, which outlive it.
  AppLifecycle(const Context& context, AppStates& states) : context_(context), states_(states) {}

  /// Schedules the backgrounds of chance.
  void start();
  /// In, from the fault script: to the background, for this long [ns]; one already there stays at least this long from now.
  void background(UserId user, Duration lasts, sim::RecordId cause);

  /// Out, to the network and supervision: the system takes the app's socket; the cause is the going to the background.
  sim::Port<void(UserId, sim::RecordId cause)> socket_taken;
  /// Out, to supervision: the app is in the foreground again; the cause is the return.
  sim::Port<void(UserId, sim::RecordId cause)> resumed;

 private:
  /// Goes to the background; how long the system lets the socket live there is drawn by the label.
  void leave(UserId user, Duration lasts, sim::RecordId cause, const sim::Label& socket_life);
  void expect_next(UserId user, std::uint32_t number);
  void expect_return(UserId user);

  const Context& context_;
  AppStates& states_;
};

}  // namespace lastseen::models
