// SPDX-License-Identifier: Apache-2.0
// Asio and Beast compiled once, so that the other files of the folder only declare them.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
