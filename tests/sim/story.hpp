// What the tests of processes share: a simulation, what its processes wait for, and a story that they write down.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include <lastseen/sim/waiting.hpp>

namespace lastseen::sim {

using namespace std::chrono_literals;

/// Writes down what happens, and when: "a0 b5 ".
class Story : public ::testing::Test {
 protected:
  void tell(const std::string& what) {
    story += what + std::to_string(simulation.now().time_since_epoch() / 1s) + ' ';
  }

  Signal signal;
  Resource tellers{1};
  Store<int> store;
  std::string story;
  Simulation simulation;
};

}  // namespace lastseen::sim
