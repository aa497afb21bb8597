// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/inspect/json.h"
#include "runtime/ckpt/own_marks.h"
#include "tools/inspect/facts.h"
#include "tools/inspect/json_descriptors.h"
#include "tools/inspect/json_values.h"
#include "tools/inspect/names.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdio>
#include <cstring>

namespace ckpt::inspect {
namespace {

using namespace image;
using llvm::json::Array;
using llvm::json::Object;
using llvm::json::Value;

constexpr int kSchema = 1;

Array signals(u64 mask) {
  Array out;
  for (u32 i = 1; i <= kSignals; ++i)
    if (mask >> (i - 1) & 1)
      out.push_back(signal_name(i));
  return out;
}

Object summary(const ImageFile &file) {
  const View &v = file.view();
  const Meta &meta = *v.meta;
  Object out{{"size", count(file.size())},
             {"head_size", count(v.head.size)},
             {"format", meta.format_version},
             {"machine", "x86-64"},
             {"page_size", meta.page_size},
             {"time_seconds", meta.time_sec},
             {"time_nanoseconds", meta.time_nsec},
             {"time", time_of(meta)},
             {"generation", count(meta.generation)},
             {"restarts", count(meta.restarts)},
             {"job", job_of(meta)},
             {"pid", meta.pid},
             {"umask", umask_of(meta)},
             {"saved_bytes", count(saved_bytes(v))},
             {"reserved_bytes", count(reserved_bytes(v))}};
  set_text(out, "file", {file.path().data(), file.path().size()});
  set_text(out, "process", StringView(meta.comm));
  if (std::string command = restart_command(file); !command.empty())
    out["restart_command"] = command;
  return out;
}

// "key=value\n" lines.
Object pairs(StringView text) {
  Object out;
  while (!text.empty()) {
    StringView line = text.take(text.find('\n'));
    StringView name = line.take(line.find('='));
    set_text(out, llvm::json::fixUTF8(view(name)), line.drop(name.size + 1));
    text = text.drop(line.size + 1);
  }
  return out;
}

Array mappings(const View &v) {
  Array out;
  const Run *run = v.runs.begin();
  for (const Mapping &m : v.mappings) {
    u64 saved = 0;
    for (; run != v.runs.end() && run->address < m.end; ++run)
      saved += run->pages * kPageSize;
    Object one{{"start", address(m.start)},
               {"end", address(m.end)},
               {"protection", protection(m.prot)},
               {"flags", words(mapping_flags(m.flags), ' ')},
               {"saved_bytes", count(saved)}};
    if (m.path_size) {
      set_text(one, "path", v.path(m));
      one["file_offset"] = count(m.file_offset);
    }
    if (m.flags & kShared) {
      one["object"] = m.object;
      one["file_offset"] = count(m.file_offset);
    }
    if (m.readable_end != m.end)
      one["readable_end"] = address(m.readable_end);
    out.push_back(std::move(one));
  }
  return out;
}

Array shared(const View &v) {
  Array out;
  for (size_t i = 0; i < v.shared.size; ++i) {
    const SharedObject &o = v.shared[i];
    Object one{{"kind", shared_kind(o.kind)}, {"size", count(o.size)}};
    if (const Hidden *h = hidden_of(v, static_cast<u32>(i)))
      one["hidden"] = h->content;
    if (const SystemVSegment *s = segment_of(v, static_cast<u32>(i))) {
      one["number"] = s->number;
      one["key"] = s->key;
      one["removed"] = (s->flags & kSegmentRemoved) != 0;
      one["locked"] = (s->flags & kSegmentLocked) != 0;
    }
    if (o.kind == SharedKind::kDescriptor)
      one["descriptor"] = o.descriptor;
    if (o.path_size)
      set_text(one, "path", v.path(o));
    out.push_back(std::move(one));
  }
  return out;
}

Array guards(const View &v) {
  Array out;
  for (const GuardRange &g : v.guards)
    out.push_back(Object{{"start", address(g.start)}, {"end", address(g.end)}});
  return out;
}

Array directories(const View &v) {
  Array out;
  for (const Directory &d : v.directories) {
    Object one{{"too_many", (d.flags & kTooMany) != 0}};
    set_text(one, "path", v.path(d));
    Array names;
    for (const DirectoryName &n : v.names.sub(d.first, d.count)) {
      Object name{{"inode", count(n.inode)}};
      set_text(name, "name", v.name(n));
      names.push_back(std::move(name));
    }
    one["names"] = std::move(names);
    out.push_back(std::move(one));
  }
  return out;
}

Array threads(const View &v) {
  Array out;
  for (const Thread &t : v.threads) {
    Object one{{"tid", t.tid},
               {"ended", (t.flags & kEnded) != 0},
               {"frame", address(t.frame)},
               {"fs", address(t.fs_base)},
               {"gs", address(t.gs_base)}};
    set_text(one, "name", StringView(t.name));
    if (t.rseq_size)
      one["rseq"] = address(t.rseq);
    out.push_back(std::move(one));
  }
  return out;
}

Object signal_state(const View &v) {
  Array actions, pending;
  for (u32 i = 0; i < v.actions.size; ++i) {
    const Action &a = v.actions[i];
    if (a.handler == 0)
      continue; // the default
    Object one{{"signal", signal_name(i + 1)}, {"ignored", a.handler == 1}};
    if (a.handler != 1) {
      one["handler"] = address(a.handler);
      one["flags"] = words(action_flags(a.flags), '|');
      one["blocks"] = signals(a.mask);
    }
    actions.push_back(std::move(one));
  }
  for (const PendingSignal &p : v.pending) {
    u32 number;
    std::memcpy(&number, p.info, sizeof number);
    Object one{{"signal", signal_name(number)}};
    if (p.tid)
      one["tid"] = p.tid;
    pending.push_back(std::move(one));
  }
  return Object{{"actions", std::move(actions)},
                {"pending", std::move(pending)}};
}

Array timers(const View &v) {
  Array out;
  for (const Timer &t : v.timers) {
    Object one{{"kind", timer_kind(t.kind)},
               {"left", t.left},
               {"interval", t.interval}};
    if (t.kind == TimerKind::kPosix) {
      one["id"] = t.id;
      one["clock"] = clock_name(t.clock);
      one["overrun"] = t.overrun;
      one["pending"] = count(t.due);
      if (t.notify != 1) // SIGEV_NONE
        one["signal"] = signal_name(static_cast<u32>(t.signal));
      if (t.notify == 4) // SIGEV_THREAD_ID
        one["tid"] = t.tid;
      if (t.flags & kAbsoluteTimer)
        one["expiry"] = t.expiry;
    }
    out.push_back(std::move(one));
  }
  return out;
}

Array clocks(const View &v) {
  Array out;
  for (const Clocks &c : v.clocks) {
    Object one{{"of", c.of == ClocksOf::kProcess    ? "process"
                      : c.of == ClocksOf::kChildren ? "children"
                                                    : "thread"},
               {"user", c.user},
               {"system", c.system}};
    if (c.of == ClocksOf::kThread)
      one["tid"] = c.tid;
    if (c.of != ClocksOf::kChildren)
      one["cpu"] = c.cpu;
    if (c.of == ClocksOf::kProcess) {
      one["monotonic"] = c.monotonic;
      one["boottime"] = c.boottime;
    }
    out.push_back(std::move(one));
  }
  return out;
}

Object settings(const View &v) {
  Array limits, own;
  for (u32 i = 0; i < kLimitCount; ++i)
    if (v.limits[i].own)
      limits.push_back(Object{{"name", name_of_limit(i).data},
                              {"soft", limit_value(v.limits[i].soft)},
                              {"hard", limit_value(v.limits[i].hard)}});
  for (u32 i = 0; i < static_cast<u32>(Own::kCount); ++i)
    if (v.attributes->own >> i & 1)
      own.push_back(
          Object{{"name", name_of_setting(i).data},
                 {"value", setting_value(*v.attributes, static_cast<Own>(i))}});
  Array threads;
  for (const ThreadSettings &s : v.thread_settings)
    for (u32 i = 0; i < static_cast<u32>(Own::kCount); ++i)
      if (s.attributes.own >> i & 1)
        threads.push_back(Object{
            {"tid", s.tid},
            {"name", name_of_setting(i).data},
            {"value", setting_value(s.attributes, static_cast<Own>(i))}});
  return Object{{"limits", std::move(limits)},
                {"own", std::move(own)},
                {"threads", std::move(threads)},
                {"mlockall", v.attributes->future_locks},
                {"membarrier", v.attributes->barriers}};
}

Array cpu(const View &v) {
  Array out;
  for (const CpuLeaf &leaf : v.cpu)
    out.push_back(Object{{"leaf", address(leaf.leaf)},
                         {"subleaf", leaf.subleaf},
                         {"eax", address(leaf.eax)},
                         {"ebx", address(leaf.ebx)},
                         {"ecx", address(leaf.ecx)},
                         {"edx", address(leaf.edx)}});
  return out;
}

void print(Object document) {
  document["schema"] = kSchema;
  std::string text;
  llvm::raw_string_ostream(text) << llvm::formatv(
      "{0:2}\n", Value(std::move(document)));
  std::fwrite(text.data(), 1, text.size(), stdout);
}

} // namespace

void print_json(const ImageFile &file) {
  const View &v = file.view();
  print(Object{{"image", summary(file)},
               {"provenance", pairs(v.provenance)},
               {"options", pairs(v.options)},
               {"mappings", mappings(v)},
               {"guards", guards(v)},
               {"shared", shared(v)},
               {"threads", threads(v)},
               {"descriptors", descriptors(v)},
               {"virtual_descriptors", virtual_descriptors(v)},
               {"contents", contents(v)},
               {"waiting", waiting(v)},
               {"flights", flights(v)},
               {"watches", watches(v)},
               {"file_watches", file_watches(v)},
               {"locks", locks(v)},
               {"directories", directories(v)},
               {"signals", signal_state(v)},
               {"timers", timers(v)},
               {"clocks", clocks(v)},
               {"settings", settings(v)},
               {"cpu", cpu(v)}});
}

void print_json(const std::string &path, const Verified &result) {
  Array problems;
  for (const std::string &problem : result.problems)
    problems.push_back(problem);
  Object found{{"good", result.problem_count == 0},
               {"pages", count(result.pages)},
               {"zero_bytes", count(result.zero_bytes)},
               {"problem_count", count(result.problem_count)},
               {"problems", std::move(problems)}};
  set_text(found, "file", {path.data(), path.size()});
  print(Object{{"verified", std::move(found)}});
}

void print_json(const std::string &path, const std::vector<Site> &sites) {
  Array list;
  for (const Site &site : sites) {
    Object one{{"kind", kind_name(site.kind)}, {"routed", site.routed}};
    const std::pair<const char *, const std::string *> texts[] = {
        {"call", &site.call},
        {"function", &site.function},
        {"file", &site.file},
        {"why", &site.why}};
    for (const auto &[name, text] : texts)
      if (!text->empty())
        set_text(one, name, {text->data(), text->size()});
    if (site.line)
      one["line"] = site.line;
    list.push_back(std::move(one));
  }
  size_t routed = routed_count(sites);
  Object found{{"total", count(sites.size())},
               {"routed", count(routed)},
               {"left", count(sites.size() - routed)},
               {"list", std::move(list)}};
  set_text(found, "file", {path.data(), path.size()});
  print(Object{{"sites", std::move(found)}});
}

void print_json(const Failure &failure) {
  print(Object{
      {"error", Object{{"exit_status", static_cast<int>(failure.code)},
                       {"text", llvm::json::fixUTF8(failure.text)}}}});
}

} // namespace ckpt::inspect
