// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whatever a peer sends: no record is taken that the key did not make, what
// HELLO says is taken as it stands, and refusals print as one line.  Lines are
// also read as addresses.
#include "runtime/migrate/address.h"
#include "runtime/migrate/records.h"
#include "test/fuzz/proc_property.h"
#include <cstring>

using namespace ckpt;
using namespace ckpt::migrate;

namespace {

void check_record(const uint8_t *data, size_t size) {
  Record record = {};
  if (size < sizeof record.header)
    return;
  std::memcpy(&record.header, data, sizeof record.header);
  RecordType due[] = {static_cast<RecordType>(record.header.type)};
  Reason why;
  if (!check_header(record.header, {due, 1}, why)) {
    PROPERTY(!why.empty());
    return;
  }
  PROPERTY(record.header.size <= sizeof record.body);
  size_t rest = min<size_t>(size - sizeof record.header, record.header.size);
  std::memcpy(record.body, data + sizeof record.header, rest);
  Text<kMaxRefusal + 1> text;
  refusal_text(record, text);
  for (char c : text.view())
    PROPERTY(c >= 0x20 && c < 0x7f);
  Session session;
  session.key = derive_key("secret");
  bool taken = take_record(record, session, why);
  PROPERTY(taken == (record.header.type == 1 || record.header.type == 10) ||
           record.header.type == 10);
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  check_record(data, size);
  test::for_each_line(data, size, [](StringView line) {
    Address address;
    if (parse_address(line, address))
      PROPERTY(address.v6 == (line.find(':') < line.size));
    parse_getent_line(line, address);
    PROPERTY(address.scope[kMaxScope] == 0);
    if (is_host_name(line))
      PROPERTY(line[0] != '-' && line.find(' ') == line.size);
  });
  return 0;
}
