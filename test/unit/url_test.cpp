// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// File names that are URLs.
#include "runtime/syscall/url.h"

#include "test/unit/check.h"

using namespace ckpt;
using namespace ckpt::syscall;

namespace {

StringView view(const std::string &text) { return {text.data(), text.size()}; }

std::string methods_of(const Url &url) {
  std::string out;
  for (const UrlMethodRow &row : kUrlMethods)
    if (url.methods & url_bit(row.id))
      out += std::string(out.empty() ? "" : "+") + row.name;
  return out;
}

// "METHODS=PATH", "METHODS#NUMBER", or the fault and where it is.
std::string parsed(const std::string &text) {
  if (!may_be_url(view(text)))
    return "no URL";
  Url url = parse_url(view(text));
  switch (url.fault) {
  case UrlFault::kNone:
    break;
  case UrlFault::kUnknown:
    return "unknown " + text.substr(url.wrong);
  case UrlFault::kOperand:
    return "operand " + text.substr(url.wrong);
  case UrlFault::kTooDeep:
    return "too deep";
  case UrlFault::kNotServed:
    return "not served " + text.substr(url.wrong);
  }
  return methods_of(url) + (url.last == UrlMethod::kFd
                                ? "#" + std::to_string(url.number)
                                : "=" + text.substr(url.path));
}

} // namespace

TEST(each_method) {
  CHECK_EQ(parsed("local:/etc/passwd"), "local=/etc/passwd");
  CHECK_EQ(parsed("remote:a b"), "remote=a b");
  CHECK_EQ(parsed("fd:0"), "fd#0");
  CHECK_EQ(parsed("fd:2147483647"), "fd#2147483647");
  CHECK_EQ(parsed("special:/dev/x"), "special=/dev/x");
  CHECK_EQ(parsed("buffer:remote:/x"), "remote+buffer=/x");
  CHECK_EQ(parsed("buffer:(524288,32768)remote:/x"), "remote+buffer=/x");
  CHECK_EQ(parsed("fetch:/x"), "local+fetch=/x");
  CHECK_EQ(parsed("append:log"), "local+append=log");
  CHECK_EQ(parsed("compress:fetch:remote:/x"), "not served compress:fetch:remote:/x");
  for (const UrlMethodRow &row : kUrlMethods)
    CHECK(parsed(std::string(row.name) + ":1").rfind("unknown", 0) ==
          std::string::npos);
}

TEST(chains) {
  CHECK_EQ(parsed("append:buffer:(1,2)fetch:special:x"),
           "special+buffer+fetch+append=x");
  CHECK_EQ(parsed("append:append:fd:7"), "fd+append#7");
  CHECK_EQ(parsed("append:12:30.log"), "local+append=12:30.log");
  CHECK_EQ(parsed("append:./a:b"), "local+append=./a:b");
  CHECK_EQ(parsed("local:append:x"), "local=append:x"); // a path is a path
  std::string deep = "x";
  for (u32 i = 0; i < kMostUrlMethods; ++i)
    deep = "append:" + deep;
  CHECK_EQ(parsed(deep), "local+append=x");
  CHECK_EQ(parsed("append:" + deep), "too deep");
}

TEST(what_is_wrong) {
  CHECK_EQ(parsed("http://host/x"), "unknown http://host/x");
  CHECK_EQ(parsed("Local:/x"), "unknown Local:/x");
  CHECK_EQ(parsed("append:nosuch:x"), "unknown nosuch:x");
  CHECK_EQ(parsed("local:"), "operand local:");
  CHECK_EQ(parsed("append:"), "operand append:");
  for (const char *text : {"fd:", "fd:x", "fd:-1", "fd:01", "fd:1x", "fd: 1",
                           "fd:2147483648", "fd:99999999999999999999"})
    CHECK_EQ(parsed(text), std::string("operand ") + text);
  for (const char *text :
       {"buffer:(", "buffer:(1)x", "buffer:(1,)x", "buffer:(,1)x",
        "buffer:(1,2", "buffer:(1,2,3)x", "buffer:(9999999999999,1)x",
        "buffer:(1,2)", "buffer:"})
    CHECK_EQ(parsed(text), std::string("operand ") + text);
}

TEST(names_that_are_none) {
  for (const char *text :
       {"", "x", "/x:y", "./x:y", "12:30", ":x", "a b:c", "dir/x:y", "-x:y",
        "caf\xc3\xa9:x", "local", "local/x:y"})
    CHECK_EQ(parsed(text), "no URL");
}

TEST(each_fault_has_a_text_but_one) {
  CHECK(meaning_of(UrlFault::kUnknown, UrlMethod::kLocal).empty());
  for (UrlFault fault :
       {UrlFault::kOperand, UrlFault::kTooDeep, UrlFault::kNotServed})
    for (const UrlMethodRow &row : kUrlMethods)
      CHECK(!meaning_of(fault, row.id).empty());
}
