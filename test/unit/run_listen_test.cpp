// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where --listen listens, and the flags that a job gets which arrives.
#include "test/unit/check.h"
#include "tools/run/listen.h"

using namespace ckpt;
using namespace ckpt::run;

TEST(ports_and_addresses) {
  Endpoint e;
  CHECK(!parse_endpoint("9000", e));
  CHECK(e.any);
  CHECK_EQ(e.port, 9000);
  CHECK(!parse_endpoint("0", e));
  CHECK_EQ(e.port, 0);
  CHECK(!parse_endpoint("192.0.2.1:65535", e));
  CHECK(!e.any && !e.address.v6);
  CHECK_EQ(e.address.bytes[3], 1);
  CHECK(!parse_endpoint("[2001:db8::1]:9000", e));
  CHECK(!e.any && e.address.v6);
  CHECK_EQ(e.port, 9000);
}

TEST(what_is_none_of_them) {
  Endpoint e;
  for (const char *bad :
       {"", ":", "x", "1:", "-1", "+1", " 1", "65536", "name:1", "::1:1",
        "[::1]", "[::1]1", "[127.0.0.1]:1", "192.0.2.1", "[]:1"})
    CHECK(parse_endpoint(bad, e).has_value());
}

TEST(flags_stand_behind_the_program) {
  CommandLine plain, setarch;
  setarch.set(OptionId::kSetarch, {});
  JobLine line;
  line.argv = {"job", "-_condor_ckpt", "im", "x"};
  add_arrival(plain, {5, 7}, line);
  CHECK_EQ(line.argv[0], "job");
  CHECK_EQ(line.argv[2], "-_condor_cmd_fd");
  CHECK_EQ(line.argv[3], "7");
  CHECK_EQ(line.argv.back(), "x");
  line.argv = {"setarch", "x86_64", "-L", "-B", "-R", "job", "x"};
  add_arrival(setarch, {5, 7}, line);
  CHECK_EQ(line.argv[5], "job");
  CHECK_EQ(line.argv[7], "-_condor_cmd_fd");
}
