// Reference counts: lifetime, long chains, foreign owners, threads.
#include "theano/base/ref.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace theano {
namespace {

struct Link : RefCounted {
  explicit Link(Ref<Link> n = nullptr) : next(std::move(n)) { ++alive; }
  ~Link() override { --alive; }
  Ref<Link> next;
  static inline std::atomic<int> alive{0};
};

TEST(Ref, DestroysWithTheLastReference) {
  Ref<Link> a = make_ref<Link>();
  EXPECT_EQ(a->ref_count(), 1u);
  {
    const Ref<Link> b = a;
    EXPECT_EQ(a->ref_count(), 2u);
    EXPECT_EQ(a, b);
  }
  const Ref<Link> moved = std::move(a);
  EXPECT_FALSE(a);
  EXPECT_EQ(moved->ref_count(), 1u);
  EXPECT_EQ(Link::alive, 1);
}

TEST(Ref, DestroysAChainOfAMillionWithoutRecursion) {
  Ref<Link> head;
  for (int i = 0; i < 1'000'000; ++i) head = make_ref<Link>(std::move(head));
  EXPECT_EQ(Link::alive, 1'000'000);
  head = nullptr;
  EXPECT_EQ(Link::alive, 0);
}

TEST(Ref, SelfAssignmentKeepsTheObject) {
  Ref<Link> a = make_ref<Link>();
  a = *&a;
  EXPECT_EQ(a->ref_count(), 1u);
  a = a->next;
  EXPECT_EQ(Link::alive, 0);
}

int g_owner_count = 0;

TEST(RefCounted, HandsItsReferencesToAForeignOwner) {
  RefCounted::set_foreign_hooks({[](void*) noexcept { ++g_owner_count; }, [](void*) noexcept { --g_owner_count; }});
  Link* const link = new Link;
  alignas(8) static int owner = 0;
  {
    const Ref<Link> a(link), b(link);
    link->set_foreign_owner(&owner);
    EXPECT_EQ(link->foreign_owner(), &owner);
    EXPECT_EQ(g_owner_count, 2);
    const Ref<Link> c = a;
    EXPECT_EQ(g_owner_count, 3);
    EXPECT_EQ(link->ref_count(), 0u);
  }
  EXPECT_EQ(g_owner_count, 0);
  EXPECT_EQ(Link::alive, 1);  // only the owner may destroy it
  delete link;
  RefCounted::set_foreign_hooks({});
}

TEST(RefCounted, CountsFromSeveralThreads) {
  const Ref<Link> shared = make_ref<Link>();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&shared] {
      for (int i = 0; i < 20000; ++i) const Ref<Link> copy = shared;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(shared->ref_count(), 1u);
}

}  // namespace
}  // namespace theano
