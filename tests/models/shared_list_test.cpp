// Lists that copies share until one is changed.
#include <lastseen/models/shared_list.hpp>

#include <gmock/gmock.h>

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SharedList, IsSharedByCopiesUntilOneIsChanged) {
  const SharedList<int> list = {1, 2, 3};
  SharedList<int> copy = list;
  EXPECT_TRUE(copy.shares_with(list));
  EXPECT_EQ(copy.begin(), list.begin()) << "not a second list";
  copy.push_back(4);
  EXPECT_FALSE(copy.shares_with(list));
  EXPECT_THAT(copy, ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(list, ElementsAre(1, 2, 3));
}

TEST(SharedList, IsChangedInPlaceByItsOnlyOwner) {
  SharedList<int> list = {1, 2};
  const int* const before = list.begin();
  list.edit()[1] = 5;
  EXPECT_EQ(list.begin(), before);
  EXPECT_EQ(list[1], 5);
}

TEST(SharedList, MayBeEmpty) {
  SharedList<int> list;
  EXPECT_THAT(list, IsEmpty());
  EXPECT_EQ(list.begin(), list.end());
  SharedList<int> copy = list;
  copy.push_back(1);
  EXPECT_TRUE(list.empty());
  EXPECT_EQ(copy.size(), 1U);
  copy.clear();
  EXPECT_TRUE(copy.empty());
  EXPECT_TRUE(SharedList<int>(std::vector<int>()).empty());
}

}  // namespace
}  // namespace lastseen::models
