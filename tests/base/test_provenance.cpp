// Provenance: ids of places, scopes, and places that a face resolves.
#include "theano/base/provenance.h"

#include <gtest/gtest.h>

namespace theano {
namespace {

Provenance here(const std::source_location& location = std::source_location::current()) {
  return Provenance::current(location);
}

TEST(Provenance, NamesTheLineThatMadeIt) {
  const Provenance a = here();
  const int line = __LINE__ - 1;
  EXPECT_TRUE(a);
  EXPECT_EQ(a.position().line, line);
  EXPECT_TRUE(a.to_string().ends_with("test_provenance.cpp:" + std::to_string(line))) << a.to_string();
  EXPECT_TRUE(a.to_string().starts_with("made in "));
}

TEST(Provenance, IsOneIdForOnePlace) {
  Provenance seen[2];
  for (Provenance& p : seen) p = here();
  EXPECT_EQ(seen[0], seen[1]);
  EXPECT_NE(seen[0], here());
}

TEST(Provenance, IsEmptyWhenUnknown) {
  const Provenance nowhere;
  EXPECT_FALSE(nowhere);
  EXPECT_EQ(nowhere.to_string(), "");
  EXPECT_EQ(nowhere.position().line, 0);
}

TEST(ProvenanceScope, GivesItsPlaceToAllThatIsMadeInside) {
  const Provenance users_line = here();
  {
    const ProvenanceScope scope(users_line);
    EXPECT_EQ(here(), users_line);
    {
      const ProvenanceScope inner(Provenance{});
      EXPECT_NE(here(), users_line);
    }
    EXPECT_EQ(here(), users_line);
  }
  EXPECT_NE(here(), users_line);
}

TEST(Provenance, AsksTheFaceOnlyWhenPrinted) {
  static int resolved = 0;
  const auto resolve = [](const void*, std::uint64_t line) {
    ++resolved;
    return SourcePosition{"model.py", static_cast<int>(line), "y = x + 1"};
  };
  static const char key = 0;
  const Provenance p = Provenance::foreign(&key, 12, +resolve);
  EXPECT_EQ(resolved, 0);
  EXPECT_EQ(p.to_string(), "made in model.py:12");
  EXPECT_EQ(p.position().text, "y = x + 1");
  EXPECT_EQ(resolved, 2);
}

Provenance g_provided;

TEST(Provenance, PrefersWhatTheProviderSays) {
  g_provided = here();
  Provenance::set_provider([] { return g_provided; });
  const Provenance provided = here();
  Provenance::set_provider(nullptr);
  EXPECT_EQ(provided, g_provided);
}

}  // namespace
}  // namespace theano
