// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/migrate/address.h"
#include "test/unit/check.h"

using namespace ckpt;
using namespace ckpt::migrate;

static std::string v6(StringView text) {
  Address a;
  if (!parse_address(text, a) || !a.v6)
    return "refused";
  std::string out;
  for (u8 b : a.bytes) {
    out += "0123456789abcdef"[b >> 4];
    out += "0123456789abcdef"[b & 15];
  }
  return out + (a.scope[0] ? "%" : "") + a.scope;
}

TEST(ipv4) {
  Address a;
  REQUIRE(parse_address("192.0.2.254", a));
  CHECK(!a.v6);
  CHECK_EQ(a.bytes[0], 192);
  CHECK_EQ(a.bytes[1], 0);
  CHECK_EQ(a.bytes[2], 2);
  CHECK_EQ(a.bytes[3], 254);
  CHECK(parse_address("0.0.0.0", a));
  CHECK(parse_address("255.255.255.255", a));
  for (const char *bad : {"", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1",
                          "1.2.3.", ".1.2.3", "1..2.3", "01.2.3.4",
                          "1.2.3.4 ", " 1.2.3.4", "+1.2.3.4", "0x1.2.3.4",
                          "1.2.3.99999999999999999999", "1.2.3.4%eth0"})
    CHECK(!parse_address(bad, a));
}

TEST(ipv6) {
  CHECK_EQ(v6("::"), "00000000000000000000000000000000");
  CHECK_EQ(v6("::1"), "00000000000000000000000000000001");
  CHECK_EQ(v6("1::"), "00010000000000000000000000000000");
  CHECK_EQ(v6("2001:DB8::8:800:200c:417a"),
           "20010db80000000000080800200c417a");
  CHECK_EQ(v6("1:2:3:4:5:6:7:8"), "00010002000300040005000600070008");
  CHECK_EQ(v6("1:2:3::5:6:7:8"), "00010002000300000005000600070008");
  CHECK_EQ(v6("::ffff:192.0.2.1"), "00000000000000000000ffffc0000201");
  CHECK_EQ(v6("1:2:3:4:5:6:1.2.3.4"), "00010002000300040005000601020304");
  CHECK_EQ(v6("fe80::1%eth0"), "fe800000000000000000000000000001%eth0");
  for (const char *bad :
       {":", ":::", "1:", ":1", "1:2", "1:2:3:4:5:6:7:8:9", "12345::",
        "1::2::3", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "g::",
        "1.2.3.4::", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "fe80::1%",
        "fe80::1%a-name-that-is-too-long", "fe80::1%a b", "[::1]"})
    CHECK_EQ(v6(bad), "refused");
}

TEST(what_getent_prints) {
  Address a;
  REQUIRE(parse_getent_line("127.0.0.1       STREAM localhost", a));
  CHECK_EQ(a.bytes[3], 1);
  REQUIRE(parse_getent_line("::1             STREAM localhost", a));
  CHECK(a.v6);
  CHECK(parse_getent_line("::1 STREAM", a));
  for (const char *other : {"127.0.0.1       DGRAM", "", "STREAM",
                            "localhost STREAM", "127.0.0.1", "127.0.0.1 "})
    CHECK(!parse_getent_line(other, a));
}

TEST(names_that_may_be_looked_up) {
  CHECK(is_host_name("node-1.example.org"));
  CHECK(is_host_name("a_b"));
  for (const char *bad : {"", "-x", "--help", "a b", "a;b", "a/b", "a\nb", "%"})
    CHECK(!is_host_name(bad));
}
