// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/inspect/print_descriptors.h"
#include "tools/inspect/facts.h"
#include "tools/inspect/names.h"
#include <cstdio>

namespace ckpt::inspect {

void section(const char *name) { std::printf("\n%s\n", name); }

namespace {

using namespace image;
using cli::counted;
using cli::hex;
using cli::printable;
using cli::with_commas;

std::string listens(const View &v, size_t index) {
  std::string clients;
  for (const Waiting &w : v.waiting)
    if (w.listener == index)
      clients += " " + std::to_string(w.client);
  return ", listens" +
         (clients.empty() ? "" : "; these wait, by content:" + clients);
}

// What a pipe, a timer, a file without a name and the like hold.
std::string describe(const View &v, const Content &c, size_t index) {
  std::string bytes = with_commas(c.size) + " bytes, " +
                      with_commas(saved_bytes(v, index)) + " saved";
  switch (c.kind) {
  case FdKind::kPipe:
    return "content " + std::to_string(index) + ", room for " +
           with_commas(c.value[0]) + " bytes, " +
           with_commas(saved_bytes(v, index)) + " saved";
  case FdKind::kEventfd:
    return "counts " + with_commas(c.value[0]) +
           (c.flags & kSemaphore ? ", semaphore" : "");
  case FdKind::kSignalfd:
    return signal_set(c.value[0]);
  case FdKind::kTimerfd:
    return "clock " + std::to_string(c.value[0]) + ", " +
           with_commas(c.value[1]) + " ns left, every " +
           with_commas(c.value[2]) + " ns";
  case FdKind::kMemfd:
    return bytes + ", seals " + hex(c.value[0]);
  case FdKind::kUnlinked:
    return bytes;
  case FdKind::kQueue:
    return with_commas(c.value[2]) + " of " + with_commas(c.value[0]) +
           " messages of " + with_commas(c.value[1]) + " bytes";
  case FdKind::kMaster:
    return bytes + (c.value[0] & kLockedSlave ? ", locked" : "") +
           (c.value[0] & kPackets ? ", packets" : "") +
           (c.value[0] & kExclusive ? ", exclusive" : "") +
           (c.value[0] & kHungUp ? ", hung up" : "");
  case FdKind::kSlave:
    return "its master has content " + std::to_string(c.value[0] - 1) +
           (c.flags & kExclusive ? ", exclusive" : "");
  case FdKind::kInotify:
    return c.value[0] ? "events that were not read" : "no event waits";
  default:
    return "domain " + std::to_string(c.value[0]) + ", type " +
           std::to_string(c.value[1]) +
           (c.flags & kListening
                ? listens(v, index)
            : c.flags & kWaits
                ? ", its connection waits to be accepted"
                : c.value[3] ? ", connected to content " +
                                   std::to_string(c.value[3] - 1)
                             : "") +
           (c.flags & kNameGone ? ", its name was removed" : "");
  }
}

// `sharer`: the number of the one that has the same offset, -1 for none.
std::string describe(const View &v, const Descriptor &d, i32 sharer) {
  std::string out = descriptor_kind(d.kind);
  if (d.kind == FdKind::kInherited && d.inherited != d.number)
    out += " as " + std::to_string(d.inherited);
  out += ", " + open_flags(d.open_flags);
  if (d.flags & kCloseOnExec)
    out += ", close-on-exec";
  if (d.flags & kRemoved)
    out += ", removed";
  if (d.flags & kQuiet)
    out += ", nothing to report";
  if (d.flags & kInFlight)
    out += ", only on its way";
  if (d.flags & kWriterGone)
    out += ", its writer is gone";
  if (sharer >= 0)
    out += ", shares the offset of " + std::to_string(sharer);
  else if (d.kind == FdKind::kRegular)
    out += ", at " + with_commas(d.offset) + " of " + with_commas(d.length) +
           " bytes";
  if (d.path_size)
    out += ", " + printable(v.path(d));
  if (d.content)
    out += ", " + describe(v, content_of(v, d), d.content - 1);
  if (d.owner_kind != FdOwner::kNone)
    out += ", signals to " + owner_kind(d.owner_kind);
  return out;
}

} // namespace

void print_descriptors(const View &v) {
  section("descriptors");
  if (v.descriptors.empty())
    std::printf("  none\n");
  for (const Descriptor &d : v.descriptors)
    std::printf("  %-7d %s\n", d.number, describe(v, d, d.shares).c_str());
  for (const Watch &w : v.watches)
    std::printf("  %-7d watches %d, events %s, data %s\n", w.number, w.target,
                hex(w.events).c_str(), hex(w.data).c_str());
  for (const Flight &f : v.flights)
    std::printf("  %-7d is on its way to content %u, with message %u\n",
                f.number, f.content, f.message);
  for (const FileWatch &w : v.file_watches)
    std::printf("  %-7d watch %d, events %s, %s%s\n", w.number, w.wd,
                hex(w.mask).c_str(),
                w.descriptor >= 0
                    ? ("descriptor " + std::to_string(w.descriptor)).c_str()
                    : printable(v.path(w)).c_str(),
                w.flags & kDontFollow ? ", the link itself" : "");
  for (const RecordLock &l : v.locks)
    std::printf("  %-7d %s%s lock from byte %s, %s\n", l.number,
                l.owner == LockOwner::kProcess
                    ? ""
                    : (lock_owner(l.owner) + " ").c_str(),
                l.type == 0 ? "read" : "write", with_commas(l.start).c_str(),
                l.length ? counted(l.length, "byte").c_str() : "to the end");
}

void print_virtual(const View &v) {
  if (v.virtual_numbers.empty())
    return;
  section("virtual descriptors");
  for (const VirtualNumber &n : v.virtual_numbers) {
    const Descriptor *d = find_descriptor(v.descriptors, n.real);
    std::string url = url_of(v, n);
    std::string what = d ? describe(v, *d, virtual_sharer(v, n))
                         : "closed meanwhile";
    if (n.methods)
      what += ", by " + printable({url.data(), url.size()});
    if (n.flags & kOnNumbers)
      what += ", lists the job's descriptors";
    std::printf("  %-7d is %d: %s\n", n.number, n.real, what.c_str());
  }
}

} // namespace ckpt::inspect
