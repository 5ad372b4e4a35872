// SPDX-License-Identifier: Apache-2.0
// The API in one process: whom a path reaches, what a broken storage is answered with.
#include "gateway/http/api.hpp"

#include <gtest/gtest.h>

#include <future>

#include "e2e/small_api.hpp"

namespace veinline::e2e {
namespace {

using gateway::net::HttpResponse;
using ledger::Fault;

TEST(Api, a_storage_that_does_not_read_is_no_missing_file) {
  SmallApi api;
  for (const Fault fault : {Fault::unreadable, Fault::damaged, Fault::busy}) {
    api.store().fault = fault;
    for (const char* path : {"/log/tile/0/000.p/2", "/api/v1/log/tile/entries/000.p/2"}) {
      const HttpResponse answer = api.ask("GET", path);
      EXPECT_EQ(answer.status, 500) << path << " " << name(fault);
      EXPECT_NE(answer.body.find("fault."), std::string::npos) << answer.body;
    }
  }
}

TEST(Api, what_the_log_does_not_have_is_not_found) {
  SmallApi api;
  for (const char* path : {"/log/tile/0/000.p/3", "/log/tile/0/001", "/log/nothing",
                           "/api/v1/log/tile/entries/000.p/3", "/api/v1/log/nothing"}) {
    EXPECT_EQ(api.ask("GET", path).status, 404) << path;
  }
  EXPECT_EQ(api.ask("GET", "/log/tile/0/000.p/2").status, 200);
  EXPECT_EQ(api.ask("GET", "/api/v1/log/tile/entries/000.p/2").status, 200);
}

}  // namespace
}  // namespace veinline::e2e
