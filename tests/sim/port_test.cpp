// Ports: a call goes to whatever was connected, and nowhere else.
#include <lastseen/sim/port.hpp>

#include <gtest/gtest.h>

#include <string>

namespace lastseen::sim {
namespace {

struct Adder {
  int sum = 0;
  int add(int a, int b) { return sum = a + b; }
  int peek() const { return sum; }
  void clear() { sum = 0; }
};

TEST(Port, CallsTheConnectedMethodAndReturnsItsResult) {
  Adder adder;
  Port<int(int, int)> port;
  port.connect<&Adder::add>(adder);
  EXPECT_EQ(port(2, 40), 42);
  EXPECT_EQ(adder.sum, 42);
}

TEST(Port, CallsAConstMethodAndOneWithoutResult) {
  Adder adder{7};
  Port<int()> peek;
  peek.connect<&Adder::peek>(adder);
  Port<void()> clear;
  clear.connect<&Adder::clear>(adder);
  EXPECT_EQ(peek(), 7);
  clear();
  EXPECT_EQ(peek(), 0);
}

// Goal: forgotten wiring is found at the first use, with a word that says so.
TEST(Port, ThrowsADefectWhenItWasNeverConnected) {
  const Port<int(int, int)> port;
  try {
    port(1, 2);
    FAIL() << "the call went somewhere";
  } catch (const Defect& defect) {
    EXPECT_NE(std::string(defect.what()).find("before it is connected"), std::string::npos) << defect.what();
  }
}

TEST(Port, CallsTheLastReceiverWhenConnectedAgain) {
  Adder first;
  Adder second;
  Port<int(int, int)> port;
  port.connect<&Adder::add>(first);
  port.connect<&Adder::add>(second);
  port(1, 1);
  EXPECT_EQ(first.sum, 0);
  EXPECT_EQ(second.sum, 2);
}

}  // namespace
}  // namespace lastseen::sim
