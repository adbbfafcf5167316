#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks the JSON of a report on standard input: every key that other programs rely on, its
type and its values.  Prints what is wrong, one line each.

usage: report_keys.py TREE <JSON
"""
import json
import os
import sys

NUMBER = (int, float)
CASE = (int, type(None))
SITE = {'id': str, 'path': str, 'line': int, 'column': int, 'function': str, 'api': str,
        'subsystem': list, 'foll': str, 'role': str, 'case': CASE, 'longterm': bool,
        'write': str, 'status': str, 'confidence': NUMBER, 'evidence': list, 'seen_by': list,
        'releases': list, 'paths': list, 'review': (dict, type(None))}
RELEASE = {'path': str, 'line': int, 'function': str, 'api': str}
FINDING = {'id': str, 'rule': str, 'path': str, 'line': int, 'column': int, 'function': str,
           'message': str, 'confidence': NUMBER, 'site': str, 'trace': list,
           'review': (dict, type(None))}
PATH = {'kind': str, 'steps': list}
STEP = {'path': str, 'line': int, 'text': str}
VALUES = {'foll': {'GET', 'PIN', 'NONE', 'EXTRACT'},
          'role': {'consumer', 'wrapper', 'core', 'test'},
          'status': {'unconverted', 'converted', 'exempt', 'mixed', 'core', 'test', 'unknown'},
          'case': {None, 0, 1, 2, 3, 4, 5}}
bad = []


def check(what, have, keys):
    for key, kind in keys.items():
        if key not in have:
            bad.append(f'{what}: no {key}')
        elif not isinstance(have[key], kind):
            bad.append(f'{what}: {key} is {have[key]!r}')
        elif key in VALUES and have[key] not in VALUES[key]:
            bad.append(f'{what}: {key} is {have[key]!r}')
    if not 0 <= have.get('confidence', 0) <= 1:
        bad.append(f'{what}: confidence is {have["confidence"]}')


def check_place(what, place, tree):
    if place['path'].startswith('/') or not os.path.isfile(os.path.join(tree, place['path'])):
        bad.append(f'{what}: no file of the tree: {place["path"]}')


def check_steps(what, steps, tree):
    for step in steps:
        check(f'{what}, a step', step, STEP)
        check_place(what, step, tree)


def check_site(site, tree):
    what = f'site {site.get("id")}'
    check(what, site, SITE)
    check_place(what, site, tree)
    if not site['seen_by'] or not set(site['seen_by']) <= {'cocci', 'clang', 'sparse'}:
        bad.append(f'{what}: seen by {site["seen_by"]}')
    if not site['evidence'] and site['status'] != 'unconverted':
        bad.append(f'{what}: {site["status"]} without evidence')
    for release in site['releases']:
        check(f'{what}, a release', release, RELEASE)
        check_place(what, release, tree)
    for path in site['paths']:
        check(f'{what}, a path class', path, PATH)
        check_steps(f'{what}, {path["kind"]}', path['steps'], tree)


def check_finding(finding, sites, tree):
    """What is wrong at the call itself needs no path to it."""
    what = f'finding {finding.get("id")}'
    check(what, finding, FINDING)
    check_place(what, finding, tree)
    site = sites.get(finding['site'])
    if not site:
        bad.append(f'{what}: no such site: {finding["site"]}')
    elif not finding['trace'] and (site['path'], site['line']) != (finding['path'], finding['line']):
        bad.append(f'{what}: no trace')
    check_steps(what, finding['trace'], tree)


def main():
    tree = sys.argv[1]
    data = json.load(sys.stdin)
    check('the report', data, {'schema': int, 'tree': dict, 'run': dict, 'sites': list,
                               'findings': list, 'suppressed': list})
    check('tree', data['tree'], {'path': str, 'version': str, 'commit': (str, type(None))})
    check('run', data['run'], {'coverage': dict})
    sites = {site['id']: site for site in data['sites']}
    findings = data['findings'] + data['suppressed']
    ids = set(sites) | {finding['id'] for finding in findings}
    if data['schema'] != 1 or data['tree']['path'] != tree:
        bad.append(f'schema {data["schema"]} of {data["tree"]["path"]}')
    if len(ids) != len(data['sites']) + len(findings):
        bad.append('an id is there twice')
    for site in data['sites']:
        check_site(site, tree)
    for finding in findings:
        check_finding(finding, sites, tree)
    print('\n'.join(bad), end='\n' if bad else '')
    sys.exit(bool(bad))


if __name__ == '__main__':
    main()
