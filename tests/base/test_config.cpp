// Options: the table, what is accepted, what is refused with which words, and where values come from.
#include "theano/base/config.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "theano/base/error.h"
#include "theano/base/warning.h"

namespace theano {
namespace {

template <class E>
std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const E& e) {
    return e.what();
  }
  return "no error";
}

std::vector<std::string> g_warnings;

/// Collects warnings while it lives.
struct WarningsCaught {
  WarningsCaught() {
    g_warnings.clear();
    set_warning_handler([](const std::string& text) { g_warnings.push_back(text); });
  }
  ~WarningsCaught() { set_warning_handler(nullptr); }
};

TEST(OptionTable, HasEveryDefaultAmongTheAllowedValues) {
  std::set<std::string> names;
  for (const Option& option : option_table()) {
    EXPECT_TRUE(names.insert(option.name).second) << option.name;
    EXPECT_NO_THROW(ConfigScope(option.name, config().get(option.name))) << option.name;
    EXPECT_NE(std::string(option.summary), "") << option.name;
    EXPECT_EQ(option.type == OptionType::Enum, *option.allowed != '\0') << option.name;
  }
  EXPECT_GE(names.size(), 136u);
}

TEST(OptionTable, SaysWhichOptionsHaveAnEffect) {
  std::set<std::string> with_effect;
  for (const Option& option : option_table()) {
    if (option.has_effect) with_effect.insert(option.name);
  }
  for (const char* name : {"floatX", "mode", "device", "cast_policy", "on_unused_input", "exception_verbosity",
                           "optimizer", "compute_test_value", "warn_float64", "finite_only"}) {
    EXPECT_TRUE(with_effect.contains(name)) << name;
  }
  EXPECT_FALSE(with_effect.contains("gcc.cxxflags"));
}

TEST(Config, ReadsAndWritesEveryType) {
  EXPECT_TRUE(config().has("gcc.cxxflags"));
  EXPECT_FALSE(config().has("gcc"));
  const ConfigScope bools("profile", "1"), ints("traceback.limit", "12"), floats("optdb.max_use_ratio", "2.5");
  EXPECT_EQ(config().get("profile"), "True");
  EXPECT_TRUE(config().get_bool("profile"));
  EXPECT_EQ(config().get_int("traceback.limit"), 12);
  EXPECT_EQ(config().get_float("optdb.max_use_ratio"), 2.5);
  EXPECT_THROW(config().get_int("floatX"), InternalError);
}

TEST(Config, ScopePutsTheOldValueBack) {
  const std::string before = config().floatX();
  {
    const ConfigScope scope("floatX", "float16");
    EXPECT_EQ(config().floatX(), "float16");
  }
  EXPECT_EQ(config().floatX(), before);
}

TEST(Config, NumberFollowsTheValue) {
  const std::atomic<long long>& number = config().number("floatX");
  const ConfigScope scope("floatX", "float32");
  EXPECT_EQ(number.load(), 1);
  config().set("floatX", "64");  // the short form of the original
  EXPECT_EQ(number.load(), 0);
  EXPECT_EQ(config().floatX(), "float64");
}

TEST(Config, RefusesValuesInTheWordsOfTheOriginal) {
  EXPECT_EQ(message_of<ValueError>([] { config().set("floatX", "float8"); }),
            "Invalid value (\"float8\") for configuration variable \"floatX\". Valid options are ('float64', "
            "'float32', 'float16')\n  Way out: leave floatX at its default, \"float64\".");
  EXPECT_EQ(message_of<ValueError>([] { config().set("profile", "maybe"); }),
            "Invalid value (\"maybe\") for configuration variable \"profile\". Valid options are ('True', 'False', "
            "'1', '0')\n  Way out: leave profile at its default, \"False\".");
  EXPECT_EQ(message_of<ValueError>([] { config().set("traceback.limit", "8.5"); }),
            "Invalid value (\"8.5\") for configuration variable \"traceback.limit\". A whole number is needed.\n"
            "  Way out: leave traceback.limit at its default, \"8\".");
}

TEST(Config, TellsTheRightSpellingOfAName) {
  EXPECT_EQ(message_of<ValueError>([] { config().get("floatx"); }),
            "[config] an option must have a known name, but \"floatx\" is none.\n"
            "  Way out: the option is spelled floatX.");
  EXPECT_THROW(config().set("no_such_option", "1"), ValueError);
}

TEST(Config, RefusesToChangeWhatIsFixedAtStart) {
  EXPECT_EQ(message_of<ValueError>([] { config().set("compile.wait", "7"); }),
            "[config] Can't change the value of this config parameter after initialization! (compile.wait)\n"
            "  Way out: set it before the program starts, as THEANO_FLAGS=compile.wait=7.");
  EXPECT_NO_THROW(config().set("device", "cpu"));  // what it is already
}

TEST(Config, SaysWhatIsMissingForAGpu) {
  EXPECT_EQ(message_of<DeviceError>([] { config().set("device", "cuda0"); }),
            "[config] a device must have a driver in this build, but device=cuda0 needs CUDA, for which this build has "
            "no driver yet.\n  Way out: use device=cpu.");
  EXPECT_NE(message_of<DeviceError>([] { config().parse_flags("device=opencl0:0"); }).find("needs OpenCL"),
            std::string::npos);
  EXPECT_NE(message_of<DeviceError>([] { config().parse_flags("contexts=dev0->cuda0"); }).find("needs CUDA"),
            std::string::npos);
  EXPECT_NE(message_of<ValueError>([] { config().set("device", "gpu"); }).find("Valid options start with"),
            std::string::npos);
  EXPECT_EQ(config().get("device"), "cpu");
}

TEST(Config, TakesFlagsWithQuotesAndWarnsOfUnknownOnes) {
  const WarningsCaught caught;
  const ConfigScope flags_before("gcc.cxxflags", ""), limit_before("traceback.limit", "8");
  config().parse_flags(" gcc.cxxflags=\"-O3,-g\" , traceback.limit=3,floatx=float32,profile,");
  EXPECT_EQ(config().get("gcc.cxxflags"), "-O3,-g");
  EXPECT_EQ(config().get_int("traceback.limit"), 3);
  EXPECT_EQ(g_warnings, (std::vector<std::string>{"Config key 'floatx' is unknown, ignoring it",
                                                  "Config key 'profile' has no value, ignoring it"}));
}

std::string write_file(const std::string& text) {
  const std::string path = testing::TempDir() + "theanorc_" + std::to_string(::getpid());
  std::ofstream(path) << text;
  return path;
}

TEST(Config, ReadsIniFiles) {
  const WarningsCaught caught;
  const ConfigScope a("floatX", "float64"), b("scan.debug", "False"), c("traceback.limit", "8");
  config().parse_file(
      write_file("# comment\n[global]\nfloatx = float32\n; another\nodd: 3\n\n[scan]\ndebug=True\n"
                 "[traceback]\nlimit : 5\n"));
  EXPECT_EQ(config().floatX(), "float32");
  EXPECT_TRUE(config().get_bool("scan.debug"));
  EXPECT_EQ(config().get_int("traceback.limit"), 5);
  ASSERT_EQ(g_warnings.size(), 1u);
  EXPECT_TRUE(g_warnings[0].starts_with("Config key 'odd' in "));
  EXPECT_THROW(config().parse_file("/no/such/file"), ValueError);
}

// The statements of death tests run in a fresh process, in which nothing has been read yet.
class ConfigAtStart : public testing::Test {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(ConfigAtStart, FlagsWinOverFilesAndFilesOverDefaults) {
  EXPECT_EXIT(
      {
        const std::string path = write_file("[global]\nfloatX = float32\non_unused_input = warn\n");
        ::setenv("THEANORC", ("/no/such/file:" + path).c_str(), 1);
        ::setenv("THEANO_FLAGS", "floatX=float16", 1);
        const bool is_right = config().floatX() == "float16" && config().get("on_unused_input") == "warn" &&
                              config().get("mode") == "Mode";
        std::_Exit(is_right ? 7 : 1);
      },
      testing::ExitedWithCode(7), "");
}

TEST_F(ConfigAtStart, AGpuInTheFlagsIsAnErrorAtEveryUse) {
  EXPECT_EXIT(
      {
        ::setenv("THEANO_FLAGS", "device=cuda", 1);
        int errors = 0;
        for (int i = 0; i < 2; ++i) {
          try {
            config();
          } catch (const DeviceError&) {
            ++errors;
          }
        }
        std::_Exit(errors == 2 ? 7 : 1);
      },
      testing::ExitedWithCode(7), "");
}

TEST(Config, CanBeReadWhileItIsWritten) {
  const ConfigScope scope("floatX", "float64");
  std::atomic<bool> is_done{false};
  int wrong = 0;
  std::thread reader([&] {
    while (!is_done) {
      const std::string value = config().floatX();
      wrong += value != "float32" && value != "float64";
    }
  });
  for (int i = 0; i < 20000; ++i) config().set("floatX", i % 2 == 0 ? "float32" : "float64");
  is_done = true;
  reader.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace theano
