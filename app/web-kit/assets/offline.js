// Verifies a certificate's file against a published list of keys, in the browser and without a
// network. The rules are those of base/credential: whoever changes one changes both.
(function () {
  'use strict';
  var form = document.getElementById('offline');
  if (!form) return;
  document.documentElement.classList.add('js');

  var MOST_BYTES = 1 << 20;
  var MOST_DEPTH = 64;
  var MOST_PROOFS = 8;
  var CLOCK_TOLERANCE_MS = 300 * 1000;
  var FORMAT = 'kaogong-issuer-keys/1';
  var VC_CONTEXT = 'https://www.w3.org/ns/credentials/v2';
  var BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  // The public key of the W3C's test vectors: importing it shows whether the browser knows the curve.
  var KNOWN_KEY = 'z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2';

  // ---- JSON: read strictly, written canonically (RFC 8785) ----

  function refused(code) { var error = new Error(code); error.code = code; return error; }

  function within(value, depth) {
    if (typeof value === 'number' && !(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) throw refused('unreadable');
    if (typeof value === 'string') encodeURIComponent(value);
    if (value === null || typeof value !== 'object') return 0;
    if (depth >= MOST_DEPTH) throw refused('unreadable');
    var members = 0;
    Object.keys(value).forEach(function (name) {
      if (!Array.isArray(value)) { members += 1; encodeURIComponent(name); }
      members += within(value[name], depth + 1);
    });
    return members;
  }

  // How many names stand in the text; more than were read means that one stands there twice.
  function names(text) {
    return (text.match(/"(?:[^"\\]|\\.)*"(?:\s*:)?/g) || []).filter(function (found) { return found.endsWith(':'); }).length;
  }

  function parse(bytes) {
    if (bytes.byteLength > MOST_BYTES) throw refused('unreadable');
    try {
      var text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      var value = JSON.parse(text);
      if (within(value, 0) !== names(text)) throw refused('unreadable');
      return value;
    } catch (error) { throw refused('unreadable'); }
  }

  function canonical(value) {
    if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
    if (value === null || typeof value !== 'object') return JSON.stringify(value);
    return '{' + Object.keys(value).sort().map(function (name) {
      return JSON.stringify(name) + ':' + canonical(value[name]);
    }).join(',') + '}';
  }

  function without(members, name) {
    var rest = {};
    Object.keys(members).forEach(function (key) {
      if (key !== name) Object.defineProperty(rest, key, { value: members[key], enumerable: true, writable: true, configurable: true });
    });
    return rest;
  }

  // ---- Keys, signatures, times ----

  function base58(text) {
    if (typeof text !== 'string' || text[0] !== 'z' || text.length > 129) return null;
    var bytes = [];
    for (var i = 1; i < text.length; i += 1) {
      var carry = BASE58.indexOf(text[i]);
      if (carry < 0) return null;
      for (var j = 0; j < bytes.length; j += 1) {
        carry += bytes[j] * 58;
        bytes[j] = carry & 255;
        carry >>= 8;
      }
      while (carry > 0) { bytes.push(carry & 255); carry >>= 8; }
    }
    for (i = 1; i < text.length && text[i] === '1'; i += 1) bytes.push(0);
    return new Uint8Array(bytes.reverse());
  }

  function publicKey(multibase) {
    var bytes = base58(multibase);
    if (!bytes || bytes.length !== 34 || bytes[0] !== 0xed || bytes[1] !== 0x01) return Promise.reject(refused('keys'));
    return crypto.subtle.importKey('raw', bytes.slice(2), { name: 'Ed25519' }, false, ['verify']);
  }

  function time(text) {
    var shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
    var at = typeof text === 'string' && shape.test(text) ? Date.parse(text) : NaN;
    return isNaN(at) ? null : at;
  }

  function digest(value) { return crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical(value))); }

  function list(value) { return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]; }

  // ---- The check; answers the codes of what does not hold ----

  function model(document, now) {
    var codes = [];
    var claims = list(document.credentialSubject);
    var are = claims.length > 0 && claims.every(function (claim) {
      return claim && typeof claim === 'object' && Object.keys(claim).length > 0;
    });
    if (list(document['@context'])[0] !== VC_CONTEXT || !are) codes.push('form');
    [['validFrom', function (at) { return at > now; }], ['validUntil', function (at) { return at <= now; }]].forEach(function (rule) {
      if (document[rule[0]] === undefined) return;
      var at = time(document[rule[0]]);
      if (at === null) codes.push('form');
      else if (rule[1](at)) codes.push('time');
    });
    return codes;
  }

  function find(keys, issuer, method) {
    var found = null;
    keys.issuers.forEach(function (entry) {
      entry.keys.forEach(function (key) { if (key.id === method) found = { issuer: entry, key: key }; });
    });
    return found && found.issuer.id === issuer ? found : null;
  }

  function vouches(key, at) {
    if (key.revokedAt) return false;
    return at >= time(key.from) && !(key.retiredAt && at >= time(key.retiredAt));
  }

  async function holds(document, proof, multibase) {
    var signature = base58(proof.proofValue);
    if (!signature || signature.length !== 64) return false;
    var unsecured = document;
    if (proof['@context'] !== undefined) {
      var signed = list(proof['@context']).map(canonical);
      var present = list(document['@context']).map(canonical);
      if (!signed.every(function (one, i) { return present[i] === one; })) return false;
      unsecured = without(document, '@context');
      unsecured['@context'] = proof['@context'];
    }
    var hashes = await Promise.all([digest(without(proof, 'proofValue')), digest(unsecured)]);
    var data = new Uint8Array(64);
    data.set(new Uint8Array(hashes[0]), 0);
    data.set(new Uint8Array(hashes[1]), 32);
    return crypto.subtle.verify({ name: 'Ed25519' }, await publicKey(multibase), signature, data);
  }

  async function check(document, keys, now) {
    var issuer = typeof document.issuer === 'string' ? document.issuer : (document.issuer || {}).id;
    var proofs = list(document.proof);
    var unsigned = without(document, 'proof');
    var codes = model(unsigned, now);
    var result = { codes: codes, body: null, signedAt: null };
    if (proofs.length === 0) codes.push('unsigned');
    if (proofs.length > MOST_PROOFS || typeof issuer !== 'string') { codes.push('form'); return result; }
    for (var i = 0; i < proofs.length; i += 1) {
      var proof = proofs[i] && typeof proofs[i] === 'object' ? proofs[i] : {};
      var created = proof.created === undefined ? now : time(proof.created);
      var expires = proof.expires === undefined ? Infinity : time(proof.expires);
      if (proof.type !== 'DataIntegrityProof' || proof.cryptosuite !== 'eddsa-jcs-2022' || proof.proofPurpose !== 'assertionMethod' ||
          proof.previousProof !== undefined || created === null || expires === null) { codes.push('form'); continue; }
      if (created > now + CLOCK_TOLERANCE_MS || expires <= now) codes.push('time');
      var found = find(keys, issuer, proof.verificationMethod);
      if (!found) { codes.push('issuer'); continue; }
      if (!vouches(found.key, created)) codes.push('key');
      if (!(await holds(unsigned, proof, found.key.publicKeyMultibase))) codes.push('changed');
      if (result.body === null) { result.body = found.issuer.name; result.signedAt = created; }
    }
    return result;
  }

  function readKeys(bytes) {
    try {
      var keys = parse(bytes);
      var seen = {};
      var once = function (id) { if (typeof id !== 'string' || seen['=' + id]) throw refused('keys'); seen['=' + id] = true; };
      if (keys.format !== FORMAT || time(keys.publishedAt) === null) throw refused('keys');
      keys.issuers.forEach(function (entry) {
        once(entry.id);
        entry.keys.forEach(function (key) {
          once(key.id);
          var times = [key.from].concat(list(key.retiredAt), list(key.revokedAt));
          if (key.type !== 'Multikey' || times.some(function (at) { return time(at) === null; })) throw refused('keys');
        });
      });
      return keys;
    } catch (error) { throw refused('keys'); }
  }

  // ---- The page ----

  var answer = document.getElementById('offline-answer');
  function say(code) { return form.querySelector('[data-say="' + code + '"]').textContent; }
  function put(parent, name, text, kind) {
    var element = document.createElement(name);
    if (text) element.textContent = text;
    if (kind) element.className = kind;
    return parent.appendChild(element);
  }
  function day(at) { return new Date(at + 8 * 3600 * 1000).toISOString().slice(0, 10); }

  function named(document, type) {
    var achievement = (list(document.credentialSubject)[0] || {}).achievement || {};
    var node = list(achievement.alignment).filter(function (one) { return one.targetType === type; })[0];
    return node && node.targetName;
  }

  function rows(document, result) {
    var subject = list(document.credentialSubject)[0] || {};
    var holder = list(subject.identifier).filter(function (one) { return one.identityType === 'name'; })[0];
    return [
      ['holder', holder && holder.identityHash],
      ['occupation', named(document, 'ext:Occupation')],
      ['level', named(document, 'ext:SkillLevel')],
      ['number', subject.licenseNumber],
      ['body', result.body],
      ['issued', time(document.validFrom) !== null && day(time(document.validFrom))],
    ].filter(function (row) { return typeof row[1] === 'string'; });
  }

  function show(tone, title, sentences, facts) {
    answer.textContent = '';
    var box = put(answer, 'div', '', 'verdict verdict-' + tone);
    var head = put(box, 'h2', title, 'verdict-head');
    sentences.forEach(function (sentence) { put(box, 'p', sentence); });
    if (facts.length > 0) {
      var table = put(answer, 'dl', '', 'facts');
      facts.forEach(function (row) {
        var line = put(table, 'div');
        put(line, 'dt', say('row-' + row[0]));
        put(line, 'dd', row[1]);
      });
    }
    head.tabIndex = -1;
    head.focus();
  }

  function tell(document, keys, result) {
    var until = say('keys-of').replace('{date}', day(time(keys.publishedAt)));
    if (result.codes.length === 0) {
      show('done', say('valid'), [say('valid-text'), until], rows(document, result));
      return;
    }
    var unique = result.codes.filter(function (code, i) { return result.codes.indexOf(code) === i; });
    show('stopped', say('not-valid'), unique.map(function (code) { return say('code-' + code); }).concat(until), []);
  }

  async function keysOf(input) {
    if (input.files[0]) return readKeys(await input.files[0].arrayBuffer());
    if (!form.dataset.keys || location.protocol === 'file:') throw refused('no-keys');
    var fetched = await fetch(form.dataset.keys, { credentials: 'omit' }).catch(function () { throw refused('no-keys'); });
    if (!fetched.ok) throw refused('no-keys');
    return readKeys(await fetched.arrayBuffer());
  }

  async function run() {
    var file = document.getElementById('f-certificate').files[0];
    if (!file) throw refused('no-file');
    var keys = await keysOf(document.getElementById('f-keys'));
    if (file.size > MOST_BYTES) throw refused('unreadable');
    var credential = parse(await file.arrayBuffer());
    var types = credential && typeof credential === 'object' ? list(credential.type) : [];
    if (types.indexOf('VerifiableCredential') < 0) throw refused('unreadable');
    tell(credential, keys, await check(credential, keys, Date.now()));
  }

  function able() {
    if (!window.crypto || !crypto.subtle || !window.TextDecoder) return Promise.reject(refused('unable'));
    return publicKey(KNOWN_KEY).catch(function () { throw refused('unable'); });
  }
  function complain(error) { show('attention', say('cannot'), [say('error-' + (error.code || 'unreadable'))], []); }

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    able().then(run).catch(complain);
  });
  able().catch(complain);
})();
