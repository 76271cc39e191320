// An output of a component: calls whatever it was connected to. Components know their ports, not each other; one file
// connects them, and reads like the diagram. A line beside each port says whom it tells or asks, what, and in which unit.
#pragma once

#include <lastseen/sim/defect.hpp>

namespace lastseen::sim {

template <class Signature>
class Port;

template <class Result, class... Arguments>
class Port<Result(Arguments...)> {
 public:
  /// Connects to a method of the receiver, which outlives the port: port.connect<&Registry::check>(registry).
  template <auto Method, class Receiver>
  void connect(Receiver& receiver) {
    receiver_ = &receiver;
    call_ = [](void* object, Arguments... arguments) -> Result {
      return (static_cast<Receiver*>(object)->*Method)(arguments...);
    };
  }

  /// Calls the receiver; a port that was never connected throws Defect.
  Result operator()(Arguments... arguments) const {
    LASTSEEN_ASSERT(call_ != nullptr, "a port is used before it is connected");
    return call_(receiver_, arguments...);
  }

 private:
  void* receiver_ = nullptr;
  Result (*call_)(void*, Arguments...) = nullptr;
};

}  // namespace lastseen::sim
